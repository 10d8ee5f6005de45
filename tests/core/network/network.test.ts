import { EventEmitter } from 'node:events'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { randomBytes } from 'hypercore-crypto'
import { expect, test, vi } from 'vitest'
import { Network } from '../../../src-main/core/network/network.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'

/** A connection of which nothing is ever heard. */
class SilentStream extends EventEmitter {
  readonly rawBytesRead = 0
  readonly rawBytesWritten = 0
  destroyed = false

  constructor(
    readonly remotePublicKey = randomBytes(32),
    readonly handshakeHash = randomBytes(32),
  ) {
    super()
  }

  setKeepAlive(): void {}

  setTimeout(): void {}

  write(): boolean {
    return true
  }

  destroy(): void {
    this.destroyed = true
    queueMicrotask(() => this.emit('close'))
  }
}

async function startedNetwork() {
  let connect: (stream: NoiseSecretStream) => void = () => undefined
  const lookAnew = vi.fn()
  const network = new Network([
    {
      path: 'internet',
      start: async (onConnection) => {
        connect = onConnection
      },
      join: () => async () => undefined,
      lookAnew,
      flush: async () => undefined,
      stop: async () => undefined,
    },
  ])
  await network.start()
  return { network, lookAnew, connect: (stream: SilentStream) => connect(stream as unknown as NoiseSecretStream) }
}

/** A space to which one device belongs. */
function addSpaceOf(network: Network, member: SilentStream): void {
  const isMember = (device: DeviceId) => device === b4a.toString(member.remotePublicKey, 'hex')
  network.addSpace({
    topic: randomBytes(32),
    proof: randomBytes(32),
    holdings: () => ({}),
    access: (device) => (isMember(device) ? 'full' : 'unknown'),
    descent: { founder: 'f'.repeat(64) as DeviceId, nonce: '0'.repeat(64), steps: [] },
    topics: () => [],
    admits: () => undefined,
    onDismissing: () => undefined,
    onSession: () => undefined,
    onDismissed: () => undefined,
  })
}

test('[SY4] strangers who take every place make room for whoever comes next, the first to come first', async () => {
  const { network, connect } = await startedNetwork()
  const streams = Array.from({ length: 130 }, () => new SilentStream())
  for (const stream of streams) connect(stream)
  const sentAway = streams.flatMap(({ destroyed }, index) => (destroyed ? [index] : []))
  await network.stop()
  expect(sentAway).toEqual([0, 1])
})

test('[SY4] a member who has still to prove itself stays while strangers crowd in', async () => {
  const { network, connect } = await startedNetwork()
  const member = new SilentStream()
  addSpaceOf(network, member)
  connect(member)
  const strangers = Array.from({ length: 300 }, () => new SilentStream())
  for (const stranger of strangers) connect(stranger)
  const left = strangers.filter(({ destroyed }) => !destroyed).length
  const isThere = !member.destroyed
  await network.stop()
  expect([isThere, left]).toEqual([true, 127])
})

test('[SY10] a member is looked for anew when its last connection ends, and not before', async () => {
  const { network, connect, lookAnew } = await startedNetwork()
  const first = new SilentStream(randomBytes(32), b4a.alloc(32, 1))
  addSpaceOf(network, first)
  const another = (hash: number) => new SilentStream(first.remotePublicKey, b4a.alloc(32, hash))
  const [unneeded, standby, better] = [another(3), another(2), another(0)]
  const stranger = new SilentStream()
  for (const stream of [first, unneeded, standby, stranger]) connect(stream)
  const looksAfter = async (ended: SilentStream) => {
    ended.destroy()
    await new Promise((turned) => setImmediate(turned))
    return lookAnew.mock.calls.length
  }
  expect(await looksAfter(unneeded)).toBe(0)
  expect(await looksAfter(first), 'another takes over').toBe(0)
  // It takes the place of the one in use, which is ended.
  connect(better)
  expect(await looksAfter(stranger)).toBe(0)
  expect(standby.destroyed).toBe(true)
  expect(await looksAfter(better)).toBe(1)
  await network.stop()
})
