import { EventEmitter } from 'node:events'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import { randomBytes } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { Network } from '../../../src-main/core/network/network.ts'

/** A connection of which nothing is ever heard. */
class SilentStream extends EventEmitter {
  readonly remotePublicKey = randomBytes(32)
  readonly handshakeHash = randomBytes(32)
  readonly rawBytesRead = 0
  readonly rawBytesWritten = 0
  destroyed = false

  setKeepAlive(): void {}

  setTimeout(): void {}

  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
}

test('[SY4] strangers who take every place make room for whoever comes next, the first to come first', async () => {
  let connect: (stream: NoiseSecretStream) => void = () => undefined
  const network = new Network([
    {
      path: 'internet',
      start: async (onConnection) => {
        connect = onConnection
      },
      join: () => async () => undefined,
      flush: async () => undefined,
      stop: async () => undefined,
    },
  ])
  await network.start()
  const streams = Array.from({ length: 130 }, () => new SilentStream())
  for (const stream of streams) connect(stream as unknown as NoiseSecretStream)
  const sentAway = streams.flatMap(({ destroyed }, index) => (destroyed ? [index] : []))
  await network.stop()
  expect(sentAway).toEqual([0, 1])
})
