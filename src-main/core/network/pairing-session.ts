import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { encode } from 'cborg'
import { buffer } from 'compact-encoding'
import { sign, verify } from 'hypercore-crypto'
import Protomux, { type Channel } from 'protomux'
import { crypto_generichash, sodium_memcmp } from 'sodium-universal'
import { z } from 'zod'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { roleSchema } from '../../../src-shared/model/role.ts'
import { descentSchema } from '../lib/descent.ts'
import { readMessage } from './message.ts'

const PROTOCOL = 'maillage/pairing/1'

/** No network removes more often; whoever lacks one asks for it. */
export const MAX_EPOCHS = 1_000

const secretSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32)

/**
 * What a member gives to a newcomer: the key of the house and those of the epochs since, what it is called, what the newcomer is
 * there, and how it comes from the founder, for those who have not heard of it.
 */
const welcomeSchema = z.object({
  kind: z.literal('welcome'),
  secret: secretSchema,
  epochs: z.array(secretSchema).max(MAX_EPOCHS),
  name: z.string().max(120),
  role: roleSchema,
  descent: descentSchema,
})
/** What a relay is given: enough to find members, to prove that it was let in, and to store and pass on; nothing that reads. */
const relayWelcomeSchema = z.object({
  kind: z.literal('relay'),
  topic: secretSchema,
  proof: secretSchema,
  logNamespace: secretSchema,
  blobNamespace: secretSchema,
  name: z.string().max(120),
  descent: descentSchema,
})
export type RelayWelcome = Omit<z.infer<typeof relayWelcomeSchema>, 'kind'>

/** Why a member does not let somebody in who is invited. */
export const refusals = ['expired', 'used', 'revoked', 'declined'] as const
export type Refusal = (typeof refusals)[number]

const answerSchema = z.discriminatedUnion('kind', [
  welcomeSchema,
  relayWelcomeSchema,
  z.object({ kind: z.literal('refusal'), reason: z.enum(refusals) }),
])
export type Answer = z.infer<typeof answerSchema>

/** What a newcomer says of itself, for whoever decides. */
const introductionSchema = z.object({ placeName: z.string().max(120), commune: z.string().max(120) })
export type Introduction = z.infer<typeof introductionSchema>

/** Undefined for what is no answer. */
export function readAnswer(message: Uint8Array): Answer | undefined {
  return readMessage(message, answerSchema)
}

/** Calls back when somebody on this connection asks to join under the invitation of `topic`. */
export function onNewcomer({ stream, topic }: Meeting, callback: () => void): void {
  Protomux.from(stream).pair({ protocol: PROTOCOL, id: topic }, callback)
}

interface Meeting {
  stream: NoiseSecretStream
  topic: Uint8Array
}

/** A newcomer that proved to hold an invitation, and waits for an answer. */
export interface Newcomer {
  device: DeviceId
  introduction: Introduction
  /** Tells it that it was heard, and that somebody here has to say yes. */
  keepWaiting(): void
  /** Resolves when it does not wait any more. */
  gone: Promise<void>
}

/**
 * A member's end: answers a newcomer that proves to hold the invitation's secret key.
 * Each end's proof is bound to this connection: neither can be carried to another.
 */
export function welcomeNewcomer(
  { stream, topic, invitation, hostKey }: Meeting & { invitation: Uint8Array; hostKey: Uint8Array },
  /** Undefined when this member cannot say: another may. */
  decide: (newcomer: Newcomer) => Promise<Answer | undefined>,
): Channel | null {
  let isInvited = false
  let isHeard = false
  const device = b4a.toString(stream.remotePublicKey, 'hex') as DeviceId
  let leave: () => void = () => undefined
  const gone = new Promise<void>((resolve) => {
    leave = resolve
  })
  const channel = Protomux.from(stream).createChannel({
    protocol: PROTOCOL,
    id: topic,
    handshake: buffer,
    onopen(proof) {
      isInvited = proof instanceof Uint8Array && verify(statement(stream), proof, invitation)
      if (!isInvited) channel?.close()
    },
    onclose: () => leave(),
  })
  const answers = channel?.addMessage<Uint8Array>({ encoding: buffer, onmessage: () => undefined })
  channel?.addMessage<Uint8Array>({
    encoding: buffer,
    onmessage(message) {
      const introduction = isInvited && !isHeard ? readMessage(message, introductionSchema) : undefined
      if (!introduction) return
      isHeard = true
      decide({ device, introduction, gone, keepWaiting: () => void heard?.send(b4a.alloc(0)) }).then(
        (answer) => (answer ? answers?.send(encode(answer)) : channel?.close()),
        () => channel?.close(),
      )
    },
  })
  const heard = channel?.addMessage<Uint8Array>({ encoding: buffer, onmessage: () => undefined })
  channel?.open(hostProof(hostKey, stream))
  return channel
}

/** The newcomer's end: believes an answer only from somebody who belongs to the inviting space. */
export function askForWelcome(
  {
    stream,
    topic,
    secretKey,
    hostKey,
    introduction,
  }: Meeting & { secretKey: Uint8Array; hostKey: Uint8Array; introduction: Introduction },
  { onAnswer, onHeard }: { onAnswer(answer: Answer): void; onHeard(isHeard: boolean): void },
): Channel | null {
  let isHost = false
  const channel = Protomux.from(stream).createChannel({
    protocol: PROTOCOL,
    id: topic,
    handshake: buffer,
    onopen(proof) {
      const expected = hostProof(hostKey, stream)
      isHost = proof instanceof Uint8Array && proof.length === expected.length && sodium_memcmp(proof, expected)
      if (isHost) introductions?.send(encode(introduction))
      else channel?.close()
    },
    onclose: () => onHeard(false),
  })
  channel?.addMessage<Uint8Array>({
    encoding: buffer,
    onmessage(message) {
      const answer = isHost ? readAnswer(message) : undefined
      if (answer) onAnswer(answer)
    },
  })
  const introductions = channel?.addMessage<Uint8Array>({ encoding: buffer, onmessage: () => undefined })
  channel?.addMessage<Uint8Array>({ encoding: buffer, onmessage: () => void (isHost && onHeard(true)) })
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
