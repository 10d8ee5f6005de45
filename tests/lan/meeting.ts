import { type LanHost, onLan } from './lan.ts'

export interface Meeting {
  devices: number
  /** Seconds until the last had joined. */
  joined: number
  /** Seconds from when the last had written until everybody was connected to everybody, and had everything. */
  agreed: number
  /** Bytes, of the device that uses most. */
  memory: number
}

/** How often everybody is asked, in milliseconds: it takes time from what is measured. */
const LOOK_EVERY = 500

/**
 * As many devices as come to a meeting, on one local network without internet: all join by one link at once, each
 * writes a page, and all come to list the same. Rejects when they have not after `patience` seconds.
 */
export async function meetOnLan(devices: number, patience: number): Promise<Meeting> {
  let meeting: Meeting | undefined
  await onLan(devices, async (founder, ...others) => {
    const all = [founder, ...others]
    const place = (host: LanHost) => ({ name: `Lieu ${host.number}`, commune: '' })
    const begun = performance.now()
    const { space } = await founder.call('space.create', { name: 'Réseau de la vallée', place: place(founder) })
    const { link } = await founder.call('invitation.create', { space, isReusable: true, needsApproval: false })
    await Promise.all(others.map((host) => host.call('invitation.join', { link, place: place(host) })))
    const joined = performance.now()
    await Promise.all(
      all.map((host) => host.call('page.create', { space, fields: { title: `Page de ${host.number}` } })),
    )
    const written = performance.now()
    const isDone = async (host: LanHost) => {
      const { complete, peers } = await host.call('space.status', { space })
      const { total } = await host.call('page.list', { space })
      return complete && peers.filter(({ path }) => path === 'lan').length === devices - 1 && total === devices
    }
    const behind = async () => {
      const done = await Promise.all(all.map(isDone))
      return all.filter((_, index) => !done[index]).map(({ number }) => number)
    }
    for (let missing = await behind(); missing.length > 0; missing = await behind()) {
      if (performance.now() - written > patience * 1_000) throw new Error(`behind: devices ${missing.join(', ')}`)
      await new Promise((looked) => setTimeout(looked, LOOK_EVERY))
    }
    const agreed = performance.now()
    const memory = Math.max(...(await Promise.all(all.map((host) => host.memory()))))
    meeting = { devices, joined: (joined - begun) / 1_000, agreed: (agreed - written) / 1_000, memory }
  })
  if (!meeting) throw new Error('nobody met')
  return meeting
}
