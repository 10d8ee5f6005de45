import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { encode } from 'cborg'
import { buffer } from 'compact-encoding'
import { sign, verify } from 'hypercore-crypto'
import Protomux, { type Channel } from 'protomux'
import { crypto_generichash, sodium_memcmp } from 'sodium-universal'
import { z } from 'zod'
import { readMessage } from './message.ts'

const PROTOCOL = 'maillage/pairing/1'

/** What a member gives to a newcomer: the key of the house, and who built it. */
const welcomeSchema = z.object({
  secret: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32),
  name: z.string().max(120),
})
export type Welcome = z.infer<typeof welcomeSchema>

/** Undefined for what is no welcome. */
export function readWelcome(message: Uint8Array): Welcome | undefined {
  return readMessage(message, welcomeSchema)
}

/** Calls back when somebody on this connection asks to join under the invitation of `topic`. */
export function onNewcomer({ stream, topic }: Meeting, callback: () => void): void {
  Protomux.from(stream).pair({ protocol: PROTOCOL, id: topic }, callback)
}

interface Meeting {
  stream: NoiseSecretStream
  topic: Uint8Array
}

/**
 * A member's end: answers a newcomer that proves to hold the invitation's secret key.
 * Each end's proof is bound to this connection: neither can be carried to another.
 */
export function welcomeNewcomer(
  { stream, topic, invitation, hostKey }: Meeting & { invitation: Uint8Array; hostKey: Uint8Array },
  welcome: () => Welcome | undefined,
): Channel | null {
  const channel = Protomux.from(stream).createChannel({
    protocol: PROTOCOL,
    id: topic,
    handshake: buffer,
    onopen(proof) {
      const isInvited = proof instanceof Uint8Array && verify(statement(stream), proof, invitation)
      const answer = isInvited ? welcome() : undefined
      if (answer) message?.send(encode(answer))
      else channel?.close()
    },
  })
  const message = channel?.addMessage<Uint8Array>({ encoding: buffer, onmessage: () => undefined })
  channel?.open(hostProof(hostKey, stream))
  return channel
}

/** The newcomer's end: believes a welcome only from somebody who belongs to the inviting space. */
export function askForWelcome(
  { stream, topic, secretKey, hostKey }: Meeting & { secretKey: Uint8Array; hostKey: Uint8Array },
  onWelcome: (welcome: Welcome) => void,
): Channel | null {
  let isHost = false
  const channel = Protomux.from(stream).createChannel({
    protocol: PROTOCOL,
    id: topic,
    handshake: buffer,
    onopen(proof) {
      const expected = hostProof(hostKey, stream)
      isHost = proof instanceof Uint8Array && proof.length === expected.length && sodium_memcmp(proof, expected)
      if (!isHost) channel?.close()
    },
  })
  channel?.addMessage<Uint8Array>({
    encoding: buffer,
    onmessage(message) {
      const welcome = isHost ? readWelcome(message) : undefined
      if (welcome) onWelcome(welcome)
    },
  })
  channel?.open(sign(statement(stream), secretKey))
  return channel
}

function statement(stream: NoiseSecretStream): Uint8Array {
  return b4a.concat([b4a.from(`${PROTOCOL} invited `), stream.handshakeHash])
}

function hostProof(hostKey: Uint8Array, stream: NoiseSecretStream): Uint8Array {
  const output = b4a.alloc(32)
  crypto_generichash(output, b4a.concat([b4a.from(`${PROTOCOL} host `), stream.handshakeHash]), hostKey)
  return output
}
