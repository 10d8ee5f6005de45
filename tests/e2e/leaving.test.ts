import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canMakeNetworks, type LanHost, onCables } from '../lan/lan.ts'

const MINUTE = 60_000

/** In seconds. On a machine that does nothing else it is two, and half a one; this one starts three windows at once. */
const LONGEST_JOIN = 20
const LONGEST_END = 6

interface Left {
  untilJoined: number
  untilEnded: number
  errors: string[]
}

const windowThatLeaves = join(import.meta.dirname, '../support/window-that-leaves.ts')

/** Opens the application on a computer of the network, joins by the link or founds a network, and closes the window. */
async function joinAndLeave(host: LanHost, ...link: string[]): Promise<Left> {
  const child = host.spawn(process.execPath, ['--import', 'tsx', windowThatLeaves, ...link])
  let printed = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    printed += bytes
  })
  await once(child, 'close')
  return JSON.parse(printed) as Left
}

if (canMakeNetworks()) {
  test('[LA8] without internet, a window has joined at once and its process ends at once when it is closed, whatever the cards', {
    timeout: 3 * MINUTE,
  }, async () => {
    await onCables(4, async (alice, oneCard, twoCards, ipv6Alone) => {
      twoCards.addCardToNowhere()
      ipv6Alone.useIpv6Alone()
      await alice.start()
      const place = { name: 'L’Établi', commune: 'Crest' }
      const { space } = await alice.call('space.create', { name: 'Vallée', place })
      const { link } = await alice.call('invitation.create', { space, isReusable: true, needsApproval: false })
      const left = await Promise.all([
        joinAndLeave(oneCard, link),
        joinAndLeave(twoCards, link),
        joinAndLeave(ipv6Alone),
      ])
      for (const { untilJoined, untilEnded, errors } of left) {
        expect(errors).toEqual([])
        expect(untilJoined).toBeLessThan(LONGEST_JOIN)
        expect(untilEnded).toBeLessThan(LONGEST_END)
      }
    })
  })
}
