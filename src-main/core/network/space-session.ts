import { EventEmitter, once } from 'node:events'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { encode } from 'cborg'
import { buffer } from 'compact-encoding'
import type Hypercore from 'hypercore'
import Protomux, { type Channel, type Message } from 'protomux'
import { crypto_generichash, sodium_memcmp } from 'sodium-universal'
import { z } from 'zod'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { type Descent, descentSchema } from '../lib/descent.ts'
import { EPOCH_NAME_BYTES } from '../lib/epoch-name.ts'
import { type SignedRoots, signedRootsSchema } from '../lib/proven-block.ts'
import { KEY_BYTES } from '../lib/secret-box.ts'
import { type Directions, encodeDirections, readDirections } from './directions.ts'
import { type Holdings, HoldingsHearer, HoldingsTeller, MAX_DEVICES } from './holdings.ts'
import { readMessage } from './message.ts'

const PROTOCOL = 'maillage/space/3'

/** Epochs whose keys are asked for, or given, in one message. */
const MAX_KEYS = 100

const keysSchema = (bytes: number) =>
  z.array(z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === bytes)).max(MAX_KEYS)

const askedSchema = keysSchema(EPOCH_NAME_BYTES)
const givenSchema = keysSchema(KEY_BYTES)

/** Undefined for what is none. */
export function readSignedRoots(message: Uint8Array): SignedRoots | undefined {
  return readMessage(message, signedRootsSchema)
}

/** Undefined for what is none. */
export function readGivenKeys(message: Uint8Array): Uint8Array[] | undefined {
  return readMessage(message, givenSchema)
}

/** Undefined for what is none. */
export function readDescent(message: Uint8Array): Descent | undefined {
  return readMessage(message, descentSchema)
}

export interface SpaceSessionOptions {
  stream: NoiseSecretStream
  topic: Uint8Array
  proof: Uint8Array
  holdings(): Holdings
  /** What the other end gets of us, once it has proven to know the secret. */
  access: Access
  /** How we come from the founder, for whoever does not know us. */
  descent: Descent
  /** What the other end, which we do not know, gets if it comes from the founder; undefined when it does not. */
  admits(descent: Descent): Access | undefined
}

/**
 * - `full`: everything
 * - `relay`: every log and file, encrypted, and no key
 * - `heard`: that it was removed, and its own log back, while we receive that: it was an administrator, and may have
 *   decided something before
 * - `unknown`: nothing before it has shown how it comes from the founder
 * - `none`: that it was removed
 */
export type Access = 'full' | 'relay' | 'heard' | 'unknown' | 'none'

/** Logs and files go there and come from there. */
export function isExchanged(access: Access): boolean {
  return access === 'full' || access === 'relay'
}

/** Behind a proof: whether the one who sends it knows the other end, or is to be shown how that comes from the founder. */
const KNOWN = 1
const UNKNOWN = 0

/**
 * One space over one connection. Each end proves that it knows the space's secret, bound to this very connection so
 * that a proof cannot be used elsewhere, and shows how it comes from the founder if the other has not met it in the
 * logs; until both have, not one byte of the space is sent. Then logs are replicated, and each end tells what it holds.
 * Who is told that there is more of its own log than it has asks to be shown: what a member says of it is not enough,
 * and its own signature is.
 */
export class SpaceSession extends EventEmitter<{
  proven: []
  /** The other end, which knows the secret, was told that it was removed. */
  dismissing: []
  /** The other end, which knows the secret, says that we were removed. */
  dismissed: []
  told: [Holdings]
  /** The other end asks what we have of its log. */
  asked: []
  /** What there is of our log, as the other end says that we signed it. */
  shown: [SignedRoots]
  /** The other end asks for secrets of epochs. */
  keysAsked: []
  /** Secrets of epochs, as the other end says. */
  keysGiven: [Uint8Array[]]
  /** What a relay, which reads nothing, is to know: said by the other end. */
  directed: [Directions]
  /** The other end takes what it is sent. */
  drained: []
  closed: []
}> {
  readonly device: DeviceId
  /** What the other end said it holds, so far. */
  readonly theirs = new Map<DeviceId, Holdings[DeviceId]>()
  isProven = false
  access: Access
  private knowsSecret = false
  /** We asked what there is of our log, and have not been told. */
  private isAsking = false
  /** What the other end asked last for, as it came. */
  private keysQuestion = b4a.alloc(0)
  /** The other end knows us, or has been shown who we are. */
  private isKnownThere = false
  private readonly channel: Channel | null
  private readonly holdingsMessage: Message<Uint8Array> | undefined
  private readonly askingMessage: Message<Uint8Array> | undefined
  private readonly rootsMessage: Message<Uint8Array> | undefined
  private readonly descentMessage: Message<Uint8Array> | undefined
  private readonly admissionMessage: Message<Uint8Array> | undefined
  private readonly keysAskedMessage: Message<Uint8Array> | undefined
  private readonly keysGivenMessage: Message<Uint8Array> | undefined
  private readonly directionsMessage: Message<Uint8Array> | undefined
  private readonly dismissalMessage: Message<Uint8Array> | undefined
  private readonly replicated = new Set<Hypercore>()
  private readonly teller = new HoldingsTeller()
  private readonly hearer = new HoldingsHearer()

  constructor(private readonly options: SpaceSessionOptions) {
    super()
    const { stream, topic, access } = options
    this.access = access
    this.device = b4a.toString(stream.remotePublicKey, 'hex') as DeviceId
    this.channel = Protomux.from(stream).createChannel({
      protocol: PROTOCOL,
      // Not the topic itself: somebody who knows one topic of ours must not learn the others from us.
      id: tag(topic, stream.handshakeHash, 'channel'),
      handshake: buffer,
      onopen: (theirProof) => this.verify(theirProof),
      onclose: () => this.emit('closed'),
      ondrain: () => this.emit('drained'),
    })
    // Both ends know them by this order.
    this.holdingsMessage = this.message((message) => this.hear(message))
    this.askingMessage = this.message(() => this.isProven && this.emit('asked'))
    this.rootsMessage = this.message((message) => {
      if (!this.isProven || !this.isAsking) return
      this.isAsking = false
      const roots = readSignedRoots(message)
      if (roots) this.emit('shown', roots)
    })
    this.descentMessage = this.message((message) => this.admit(message))
    this.admissionMessage = this.message(() => {
      this.isKnownThere = true
      this.beginOnceProven()
    })
    this.keysAskedMessage = this.message((message) => {
      if (!this.isProven || this.access !== 'full') return
      this.keysQuestion = message
      this.emit('keysAsked')
    })
    this.keysGivenMessage = this.message((message) => {
      const given = this.isProven ? readGivenKeys(message) : undefined
      if (given) this.emit('keysGiven', given)
    })
    this.directionsMessage = this.message((message) => {
      const directions = this.isProven ? readDirections(message) : undefined
      if (directions) this.emit('directed', directions)
    })
    this.dismissalMessage = this.message(() => {
      // Whoever was removed itself has no say.
      if (this.isProven && isExchanged(this.access)) this.emit('dismissed')
    })
  }

  private message(onmessage: (message: Uint8Array) => void): Message<Uint8Array> | undefined {
    return this.channel?.addMessage<Uint8Array>({ encoding: buffer, onmessage })
  }

  /** Calls back when the other end opens the space of `topic` on this connection. */
  static onRemoteOpen(stream: NoiseSecretStream, topic: Uint8Array, callback: () => void): void {
    Protomux.from(stream).pair({ protocol: PROTOCOL, id: tag(topic, stream.handshakeHash, 'channel') }, callback)
  }

  open(): void {
    const { isInitiator } = this.options.stream
    const proof = this.access === 'none' ? this.dismissalOf(isInitiator) : this.proofOf(isInitiator)
    this.channel?.open(b4a.concat([proof, b4a.from([this.access === 'unknown' ? UNKNOWN : KNOWN])]))
  }

  /** The same at both ends, and of no other connection. */
  get connection(): Uint8Array {
    return this.options.stream.handshakeHash
  }

  /** Shares a core over this connection, once the other end has proven itself. Sharing twice changes nothing. */
  replicate(core: Hypercore): void {
    if (!this.isProven || this.replicated.has(core)) return
    this.replicated.add(core)
    core.replicate(this.options.stream)
  }

  /** Tells what changed in what we hold since we last told. */
  tell(): void {
    if (!this.isProven || !isExchanged(this.access)) return
    const news = this.teller.news(this.options.holdings())
    if (news) this.holdingsMessage?.send(news)
  }

  /** To be shown what there is of our log. */
  ask(): void {
    this.isAsking = true
    this.askingMessage?.send(b4a.alloc(0))
  }

  /** Shows what there is of the other end's log. */
  show(roots: SignedRoots): void {
    this.rootsMessage?.send(encode(roots))
  }

  /** To be given the secrets of epochs. */
  askForKeys(epochs: string[]): void {
    this.keysAskedMessage?.send(encode(epochs.slice(0, MAX_KEYS).map((epoch) => b4a.from(epoch, 'hex'))))
  }

  /** The epochs of which the other end asked last for the secrets. Read once they are given, however often it asks. */
  askedKeys(): string[] {
    const asked = readMessage(this.keysQuestion, askedSchema) ?? []
    return asked.map((epoch) => b4a.toString(epoch, 'hex'))
  }

  giveKeys(secrets: Uint8Array[]): void {
    this.keysGivenMessage?.send(encode(secrets.slice(0, MAX_KEYS)))
  }

  /** Tells a relay what it cannot read. */
  direct(directions: Directions): void {
    this.directionsMessage?.send(encodeDirections(directions))
  }

  /** Resolves once the other end takes what it was sent, or is gone: who asks and does not listen gets no more answers. */
  async taken(): Promise<void> {
    if (!this.channel || this.channel.drained || this.channel.closed) return
    const waiting = new AbortController()
    const { signal } = waiting
    await Promise.race([once(this, 'drained', { signal }), once(this, 'closed', { signal })])
    waiting.abort()
  }

  close(): void {
    this.channel?.close()
  }

  private verify(handshake: unknown): void {
    const theirProof = handshake instanceof Uint8Array ? handshake.subarray(0, -1) : undefined
    const isTheirs = !this.options.stream.isInitiator
    const isDismissed = isSame(theirProof, this.dismissalOf(isTheirs))
    if (!isDismissed && !isSame(theirProof, this.proofOf(isTheirs))) {
      this.options.stream.destroy()
      return
    }
    if (isDismissed || this.access === 'none') {
      // Whoever was removed itself has no say.
      this.emit(this.access === 'none' ? 'dismissing' : 'dismissed')
      // The two may belong to another space, over the same connection.
      this.close()
      return
    }
    this.knowsSecret = true
    this.isKnownThere = handshake instanceof Uint8Array && handshake.at(-1) === KNOWN
    if (!this.isKnownThere) this.descentMessage?.send(encode(this.options.descent))
    this.beginOnceProven()
  }

  private admit(message: Uint8Array): void {
    if (!this.knowsSecret || this.access !== 'unknown') return
    const descent = readDescent(message)
    const access = descent && this.options.admits(descent)
    if (!access) {
      this.close()
      return
    }
    this.access = access
    this.admissionMessage?.send(b4a.alloc(0))
    this.beginOnceProven()
  }

  private beginOnceProven(): void {
    if (this.isProven || !this.knowsSecret || !this.isKnownThere || this.access === 'unknown') return
    this.isProven = true
    this.emit('proven')
    if (this.access === 'heard') {
      this.dismissalMessage?.send(b4a.alloc(0))
      this.emit('dismissing')
    }
    this.tell()
  }

  private proofOf(isInitiator: boolean): Uint8Array {
    return tag(this.options.proof, this.options.stream.handshakeHash, isInitiator ? 'initiator' : 'responder')
  }

  private dismissalOf(isInitiator: boolean): Uint8Array {
    const { proof, stream } = this.options
    return tag(proof, stream.handshakeHash, `dismissal by ${isInitiator ? 'initiator' : 'responder'}`)
  }

  private hear(message: Uint8Array): void {
    if (!this.isProven) return
    const holdings = this.hearer.hear(message)
    if (!holdings) return
    for (const [device, held] of Object.entries(holdings)) {
      if (this.theirs.size >= MAX_DEVICES && !this.theirs.has(device as DeviceId)) return
      this.theirs.set(device as DeviceId, held)
    }
    this.emit('told', holdings)
  }
}

function isSame(proof: unknown, expected: Uint8Array): boolean {
  return proof instanceof Uint8Array && proof.length === expected.length && sodium_memcmp(proof, expected)
}

function tag(key: Uint8Array, handshakeHash: Uint8Array, use: string): Uint8Array {
  const output = b4a.alloc(32)
  crypto_generichash(output, b4a.concat([b4a.from(`${PROTOCOL} ${use} `), handshakeHash]), key)
  return output
}
