import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { keyPair } from 'hypercore-crypto'
import type { DeviceId } from '../../src-shared/ids.ts'
import { HeldWire } from './held-wire.ts'
import type { Name, World } from './test-core.ts'

/** A device that joins the topic; gives what it was sent, and resolves when it is sent away. */
export async function meetAsOutsider(
  world: World,
  topic: Uint8Array,
  act: (stream: NoiseSecretStream) => void,
  met: Name = 'alice',
  key: ReturnType<typeof keyPair> = keyPair(),
) {
  const received: Uint8Array[] = []
  const wire = new HeldWire(world.exchange, 'mallory', key)
  world.exchange.join(met, 'mallory')
  let resolve: () => void = () => undefined
  const closed = new Promise<void>((sentAway) => {
    resolve = sentAway
  })
  await wire.start((stream) => {
    stream.on('data', (bytes: Uint8Array) => received.push(b4a.from(bytes)))
    stream.on('close', () => {
      world.exchange.cut(met, 'mallory')
      resolve()
    })
    act(stream)
    world.ring()
  })
  wire.join(topic)
  return { received, closed: () => world.within(closed, 'mallory was to be sent away'), leave: () => wire.stop() }
}

/** Whoever shows this comes from no founder, and takes everybody in. */
export const ofNobody = {
  descent: { founder: 'f'.repeat(64) as DeviceId, nonce: '0'.repeat(64), steps: [] },
  admits: () => 'full' as const,
}
