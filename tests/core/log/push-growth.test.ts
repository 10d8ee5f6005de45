import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { TakingPeer } from 'hypercore'
import HypercoreStorage from 'hypercore-storage'
import { expect, test, vi } from 'vitest'
import { pushGrowth } from '../../../src-main/core/log/push-growth.ts'
import { takePushed } from '../../../src-main/core/log/take-pushed.ts'

interface Shared {
  log: Hypercore
  copy: Hypercore
}

/** A log of one block at its writer's and at a reader's, who are connected. */
async function share(story: (shared: Shared) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-growth-'))
  const [writer, reader] = ['writer', 'reader'].map(
    (name) => new Corestore(new HypercoreStorage(join(folder, name), {})),
  )
  if (!writer || !reader) throw new Error('there are two')
  try {
    const [near, far] = [new NoiseSecretStream(true, null), new NoiseSecretStream(false, null)]
    near.rawStream.pipe(far.rawStream).pipe(near.rawStream)
    const log = writer.get({ name: 'log' })
    await log.ready()
    pushGrowth(log)
    await log.append([block(0)])
    const copy = reader.get({ key: log.key })
    await copy.ready()
    takePushed(copy)
    copy.download({ start: 0, end: -1, linear: true })
    log.replicate(near)
    copy.replicate(far)
    await vi.waitUntil(() => copy.contiguousLength === 1)
    await story({ log, copy })
  } finally {
    await Promise.all([writer.close(), reader.close()])
    await rm(folder, { recursive: true, force: true })
  }
}

const block = (index: number) => new Uint8Array(100).fill(index)

/** Messages that Hypercore counted: what one asked for, and what the other sent. */
function counted({ log, copy }: Shared): { asked: number; sent: number } {
  type Stats = Record<'wireRequest' | 'wireData', { tx: number }>
  const of = (core: Hypercore) => (core.core.replicator as unknown as { stats: Stats }).stats
  return { asked: of(copy).wireRequest.tx, sent: of(log).wireData.tx }
}

test('[SL7] what is appended goes once, and without being asked for, to who has all before it', async () => {
  await share(async (shared) => {
    const { log, copy } = shared
    const before = counted(shared)
    for (let index = 1; index <= 20; index++) {
      await log.append([block(index)])
      // Some follow each other while those before them are on their way.
      if (index % 3 === 0) await vi.waitUntil(() => copy.contiguousLength === index + 1)
    }
    await vi.waitUntil(() => copy.contiguousLength === 21)
    expect(counted(shared)).toEqual({ asked: before.asked, sent: before.sent + 20 })
  })
})

test('[SL7] more than a few at once are left to be asked for', async () => {
  await share(async (shared) => {
    const { log, copy } = shared
    const before = counted(shared)
    await log.append(Array.from({ length: 100 }, (_, index) => block(index)))
    await vi.waitUntil(() => copy.contiguousLength === 101)
    expect(counted(shared).asked).toBeGreaterThan(before.asked)
  })
})

test('[SL7] what somebody did not take, and all behind it, comes when it asks', async () => {
  await share(async ({ log, copy }) => {
    const [peer] = copy.peers as unknown as TakingPeer[]
    if (!peer) throw new Error('the writer is connected')
    const { ondata } = peer
    peer.ondata = async () => undefined
    await log.append([block(1)])
    await log.append([block(2)])
    await vi.waitUntil(() => counted({ log, copy }).sent >= 3)
    await new Promise(setImmediate)
    peer.ondata = ondata
    await log.append([block(3)])
    await vi.waitUntil(() => copy.contiguousLength === 4, { timeout: 5_000 })
  })
})
