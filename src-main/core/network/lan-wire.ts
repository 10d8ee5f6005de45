import { randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { crypto_generichash } from 'sodium-universal'
import { guardFrames } from './frame-guard.ts'
import { LanDiscovery, type Neighbour } from './lan-discovery.ts'
import { isPrivateAddress, plainAddress } from './private-address.ts'
import type { Wire } from './wire.ts'

export interface LanOptions {
  keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }
}

/** Time for whoever connects to say who it is, in milliseconds: on a line of a second there and back that loses packets too. */
const HANDSHAKE_DEADLINE = 9_000

/** Connections that have not said who they are: past that the oldest makes room. */
const MAX_UNKNOWN = 64

/** Wait before a neighbour that did not answer is tried again, doubled each time, in milliseconds. */
const FIRST_RETRY = 1_000
const LAST_RETRY = 30_000

/** Of two who find each other one connects; the other does too after so long: a firewall may stand in the way of one. */
const SECOND_DIALS_AFTER = 3_000

const TEND_EVERY = 1_000

/** Whatever many announce at once is looked at together, in milliseconds. */
const TEND_AFTER = 100

interface Attempt {
  socket: Socket | undefined
  /** When it may be tried again. */
  after: number
  wait: number
}

/** Connections within the local network, without any internet: found by DNS-SD, over TCP, encrypted under our keys. */
export class LanWire implements Wire {
  readonly path = 'lan'
  private readonly name = randomBytes(8).toString('hex')
  private readonly topics = new Map<string, { topic: Uint8Array; joined: number }>()
  private readonly attempts = new Map<string, Attempt>()
  private readonly unknown = new Set<Socket>()
  /** Who is connected, by the address it came from. */
  private readonly open = new Set<Socket>()
  private server: Server | undefined
  private discovery: LanDiscovery | undefined
  private tending: NodeJS.Timeout | undefined
  private tendingSoon: NodeJS.Timeout | undefined
  /** What those announced who share nothing with us, by their names: told apart once, and not at every look. */
  private readonly others = new Map<string, string>()
  private onConnection: ((stream: NoiseSecretStream) => void) | undefined

  constructor(private readonly options: LanOptions) {}

  async start(onConnection: (stream: NoiseSecretStream) => void): Promise<void> {
    this.onConnection = onConnection
    const server = createServer({ noDelay: true }, (socket) => {
      if (socket.remoteAddress && isPrivateAddress(socket.remoteAddress)) this.greet(socket, false)
      else socket.destroy()
    })
    this.server = server
    server.on('error', () => undefined)
    const isListening = await new Promise<boolean>((told) => {
      server.once('error', () => told(false))
      server.listen(0, '0.0.0.0', () => told(true))
    })
    // Whom nobody can reach has nothing to announce; other wires go on.
    if (!isListening) return
    const discovery = new LanDiscovery(this.name, (server.address() as AddressInfo).port)
    this.discovery = discovery
    discovery.on('changed', () => this.tendSoon())
    discovery.start()
    this.tending = setInterval(() => this.tend(), TEND_EVERY)
  }

  join(topic: Uint8Array): () => Promise<void> {
    const key = b4a.toString(topic, 'hex')
    const before = this.topics.get(key)
    this.topics.set(key, { topic, joined: (before?.joined ?? 0) + 1 })
    if (!before) this.announce()
    return async () => {
      const now = this.topics.get(key)
      if (!now) return
      now.joined--
      if (now.joined > 0) return
      this.topics.delete(key)
      this.announce()
    }
  }

  /** Whoever is here tells of itself when it likes: there is nothing to wait for. */
  async flush(): Promise<void> {}

  async stop(): Promise<void> {
    clearInterval(this.tending)
    clearTimeout(this.tendingSoon)
    await this.discovery?.stop()
    for (const socket of [...this.unknown, ...this.open]) socket.destroy()
    await new Promise<void>((closed) => (this.server ? this.server.close(() => closed()) : closed()))
  }

  private announce(): void {
    this.discovery?.announce([...this.topics.values()].map(({ topic }) => tagOf(topic, this.name)))
    this.others.clear()
    this.tend()
  }

  private tendSoon(): void {
    this.tendingSoon ??= setTimeout(() => {
      this.tendingSoon = undefined
      this.tend()
    }, TEND_AFTER)
  }

  /** Connects to whoever shares a topic and is not connected. */
  private tend(): void {
    const now = Date.now()
    const neighbours = this.discovery?.neighbours() ?? []
    const here = new Set(neighbours.map(({ name }) => name))
    for (const [name, { socket }] of this.attempts) if (!here.has(name) && !socket) this.attempts.delete(name)
    for (const name of this.others.keys()) if (!here.has(name)) this.others.delete(name)
    for (const neighbour of neighbours) {
      if (!this.sharesTopic(neighbour)) continue
      const attempt = this.attempts.get(neighbour.name) ?? this.firstAttempt(neighbour, now)
      this.attempts.set(neighbour.name, attempt)
      const isConnected = [...this.open].some(
        ({ remoteAddress }) => plainAddress(remoteAddress ?? '') === neighbour.address,
      )
      if (!attempt.socket && attempt.after <= now && !isConnected) this.dial(neighbour, attempt)
    }
  }

  private firstAttempt({ name }: Neighbour, now: number): Attempt {
    return { socket: undefined, after: this.name < name ? now : now + SECOND_DIALS_AFTER, wait: FIRST_RETRY }
  }

  private sharesTopic({ name, tags }: Neighbour): boolean {
    const announced = tags.join()
    if (this.others.get(name) === announced) return false
    const isShared = [...this.topics.values()].some(({ topic }) => tags.includes(tagOf(topic, name)))
    if (!isShared) this.others.set(name, announced)
    return isShared
  }

  private dial({ address, port }: Neighbour, attempt: Attempt): void {
    const socket = connect({ host: address, port, noDelay: true })
    attempt.socket = socket
    socket.on('close', () => {
      attempt.socket = undefined
      attempt.after = Date.now() + attempt.wait
      attempt.wait = Math.min(LAST_RETRY, attempt.wait * 2)
    })
    this.greet(socket, true, () => {
      attempt.wait = FIRST_RETRY
    })
  }

  /** Nobody is let any further before it has said, and proven, under which key it speaks. */
  private greet(socket: Socket, isInitiator: boolean, onKnown?: () => void): void {
    const [oldest] = this.unknown
    if (this.unknown.size >= MAX_UNKNOWN) oldest?.destroy()
    this.unknown.add(socket)
    const deadline = setTimeout(() => socket.destroy(), HANDSHAKE_DEADLINE)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(deadline)
      this.unknown.delete(socket)
      this.open.delete(socket)
    })
    const stream = new NoiseSecretStream(isInitiator, socket, { keyPair: this.options.keyPair })
    guardFrames(stream)
    stream.on('error', () => undefined)
    stream.once('open', () => {
      clearTimeout(deadline)
      this.unknown.delete(socket)
      this.open.add(socket)
      onKnown?.()
      if (b4a.equals(stream.remotePublicKey, this.options.keyPair.publicKey)) stream.destroy()
      else this.onConnection?.(stream)
    })
  }
}

/** What `name` announces of a topic: who does not know the topic learns nothing, and cannot tell two runs of us apart. */
function tagOf(topic: Uint8Array, name: string): string {
  const tag = b4a.alloc(16)
  crypto_generichash(tag, b4a.from(`maillage/lan/1 ${name}`), topic)
  return b4a.toString(tag.subarray(0, 8), 'hex')
}
