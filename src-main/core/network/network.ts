import { EventEmitter } from 'node:events'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import type { Channel } from 'protomux'
import type { DeviceId } from '../../../src-shared/ids.ts'
import type { NetworkStatus } from '../../../src-shared/ipc/contract.ts'
import type { Descent } from '../lib/descent.ts'
import { liftGuard } from './frame-guard.ts'
import type { Holdings } from './holdings.ts'
import { localReach } from './local-reach.ts'
import {
  type Answer,
  askForWelcome,
  type Introduction,
  type Newcomer,
  onNewcomer,
  welcomeNewcomer,
} from './pairing-session.ts'
import { type Access, SpaceSession } from './space-session.ts'
import type { Path, Wire } from './wire.ts'

/** Time for a stranger to prove something, in milliseconds: then the connection is closed. */
const PROOF_DEADLINE = 10_000

/** Something is sent so often, and a line that stays silent for so long is cut, in milliseconds. */
const KEEP_ALIVE = 5_000
const SILENCE = 15_000

/** Members that connect and those that try: past that, who proved nothing yet makes room, and members wait. */
const MAX_CONNECTIONS = 128

/** Cables and Wi-Fi come and go: which addresses there are is looked at so often, in milliseconds. */
const LOOK_EVERY = 2_000

/** A space, as the network needs it. */
export interface NetworkSpace {
  /** Which space it is, told to nobody who does not know. */
  topic: Uint8Array
  /** Where its members meet. */
  topics(): Uint8Array[]
  proof: Uint8Array
  holdings(): Holdings
  /** What a device that knows the secret gets. */
  access(device: DeviceId): Access
  /** How this device comes from the founder. */
  descent: Descent
  /** What a device gets that no log here speaks of, if it comes from the founder; `access` says the same from then on. */
  admits(device: DeviceId, descent: Descent): Access | undefined
  /** The other end has proven that it belongs. */
  onSession(session: SpaceSession, path: Path): void
  /** A device that knows the secret was told that it was removed. */
  onDismissing(device: DeviceId): void
  /** Somebody who knows the secret says that we were removed. */
  onDismissed(): void
}

/** An invitation that members of a space answer for. */
export interface HostedInvitation {
  topic: Uint8Array
  invitation: Uint8Array
  hostKey: Uint8Array
  /** Undefined when this member cannot say: another may. */
  answer(newcomer: Newcomer): Promise<Answer | undefined>
}

/** What a newcomer asks with. */
export interface Request {
  topic: Uint8Array
  secretKey: Uint8Array
  hostKey: Uint8Array
  introduction: Introduction
  /** Whether an answer is of somebody who may give it: whoever has the same link may pretend to. */
  believes(answer: Answer): boolean
  /** Whether a member that is there has heard the request, and somebody has to say yes. */
  onHeard(isHeard: boolean): void
}

interface Connection {
  stream: NoiseSecretStream
  path: Path
  sessions: Map<NetworkSpace, SpaceSession>
  deadline: NodeJS.Timeout
  /** Invitations that it proved to hold, and waits for an answer to, perhaps of a person. */
  waiting: Set<HostedInvitation>
  /** There is a better one to the same device: this one waits to take over. */
  isStandby: boolean
}

/** Meets the other devices over every wire there is, and lets nobody further than they can prove. */
export class Network extends EventEmitter<{ changed: [] }> {
  state: 'offline' | 'starting' | 'online' = 'offline'
  private readonly connections = new Set<Connection>()
  /** How each topic of a space is left, by the topic in hexadecimal. */
  private readonly spaces = new Map<NetworkSpace, Map<string, () => Promise<void>>>()
  private readonly hosted = new Map<HostedInvitation, () => Promise<void>>()
  private readonly asking = new Set<(stream: NoiseSecretStream) => void>()

  private reach = localReach()
  private looking: NodeJS.Timeout | undefined
  /** Bytes of connections that have ended. */
  private readonly past = { received: 0, sent: 0 }

  constructor(private readonly wires: Wire[]) {
    super()
  }

  /** Bytes on the wire since the start, handshakes and encryption included. */
  traffic(): { received: number; sent: number } {
    const traffic = { ...this.past }
    for (const { stream } of this.connections) {
      traffic.received += stream.rawBytesRead
      traffic.sent += stream.rawBytesWritten
    }
    return traffic
  }

  status(): NetworkStatus {
    return { state: this.state, reach: this.reach }
  }

  async start(): Promise<void> {
    if (this.wires.length === 0) return
    this.looking = setInterval(() => this.lookAtCards(), LOOK_EVERY)
    this.change('starting')
    const isMember = (key: Uint8Array) => this.isMember(key)
    await Promise.all(this.wires.map((wire) => wire.start((stream) => this.accept(stream, wire.path), isMember)))
    this.change('online')
  }

  /** Resolves when other devices have been looked for once. */
  async flush(): Promise<void> {
    await Promise.all(this.wires.map((wire) => wire.flush()))
  }

  addSpace(space: NetworkSpace): void {
    this.spaces.set(space, new Map())
    this.rejoin(space)
    for (const connection of this.connections) if (!connection.isStandby) this.offer(connection, space)
  }

  /**
   * Cuts off, at once, whoever gets something else of `space` than before: what was to be sent is not. Whoever was refused
   * is asked again.
   */
  recheck(space: NetworkSpace): void {
    for (const connection of this.connections) {
      const session = connection.sessions.get(space)
      if (session && session.access !== space.access(session.device)) connection.stream.destroy()
      else if (!connection.isStandby) this.openSession(connection, space)
    }
  }

  async removeSpace(space: NetworkSpace): Promise<void> {
    const leaves = this.spaces.get(space)
    this.spaces.delete(space)
    await Promise.all([...(leaves?.values() ?? [])].map((leave) => leave()))
  }

  /** Members of `space` meet elsewhere than before, or at more or fewer places. */
  rejoin(space: NetworkSpace): void {
    const joined = this.spaces.get(space)
    if (!joined) return
    const topics = new Map(space.topics().map((topic) => [b4a.toString(topic, 'hex'), topic]))
    for (const [key, topic] of topics) if (!joined.has(key)) joined.set(key, this.join(topic))
    for (const [key, leave] of [...joined]) {
      if (topics.has(key)) continue
      joined.delete(key)
      // Without the internet the DHT takes ten seconds to notice: nobody waits for it.
      void leave().catch(() => undefined)
    }
  }

  /** Answers whoever proves to be invited, until the returned function is called. */
  host(invitation: HostedInvitation): () => Promise<void> {
    this.hosted.set(invitation, this.join(invitation.topic))
    for (const connection of this.connections) if (!connection.isStandby) this.listenForNewcomer(connection, invitation)
    return async () => {
      const leave = this.hosted.get(invitation)
      this.hosted.delete(invitation)
      await leave?.()
    }
  }

  /** Looks for a member of the inviting space until one answers or `signal` says to stop. */
  async askToJoin(request: Request, signal: AbortSignal): Promise<Answer> {
    const leave = this.join(request.topic)
    let ask: ((stream: NoiseSecretStream) => void) | undefined
    const channels = new Set<Channel>()
    const hearing = new Set<NoiseSecretStream>()
    try {
      return await new Promise<Answer>((resolve, reject) => {
        signal.throwIfAborted()
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        ask = (stream) => {
          const onAnswer = (answer: Answer) => {
            if (request.believes(answer)) resolve(answer)
          }
          const onHeard = (isHeard: boolean) => {
            const before = hearing.size
            if (isHeard) hearing.add(stream)
            else hearing.delete(stream)
            if (hearing.size !== before) request.onHeard(hearing.size > 0)
          }
          const channel = askForWelcome({ stream, ...request }, { onAnswer, onHeard })
          if (channel) channels.add(channel)
        }
        this.asking.add(ask)
        for (const { stream, isStandby } of this.connections) if (!isStandby) ask(stream)
      })
    } finally {
      if (ask) this.asking.delete(ask)
      // A question that stays open would be in the way of the next over the same connection.
      for (const channel of channels) channel.close()
      // Without the internet the DHT takes ten seconds to notice: nobody waits for it.
      void leave().catch(() => undefined)
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.looking)
    // What the connections still carry must be over before the logs are closed under them.
    await Promise.all([...this.connections].map((connection) => hangUp(connection)))
    await Promise.all(this.wires.map((wire) => wire.stop()))
    this.change('offline')
  }

  private lookAtCards(): void {
    const reach = localReach()
    if (reach === this.reach) return
    this.reach = reach
    this.emit('changed')
  }

  private join(topic: Uint8Array): () => Promise<void> {
    const leaves = this.wires.map((wire) => wire.join(topic))
    return async () => {
      await Promise.all(leaves.map((leave) => leave()))
    }
  }

  private accept(stream: NoiseSecretStream, path: Path): void {
    stream.on('error', () => undefined)
    if (!this.makeRoom()) {
      stream.destroy()
      return
    }
    stream.setKeepAlive(KEEP_ALIVE)
    stream.setTimeout(SILENCE)
    // Again and again: while we wait for an answer, everybody may be the one who gives it.
    const deadline = setInterval(() => {
      if (this.isStranger(connection)) stream.destroy()
    }, PROOF_DEADLINE)
    const connection: Connection = { stream, path, sessions: new Map(), deadline, waiting: new Set(), isStandby: false }
    this.giveWay(connection)
    this.connections.add(connection)
    stream.on('close', () => {
      clearInterval(deadline)
      this.connections.delete(connection)
      this.past.received += stream.rawBytesRead
      this.past.sent += stream.rawBytesWritten
      if (!connection.isStandby) this.takeOver(connection)
      // On a flaky line, or after two have met twice, one of several connections ends and nobody is gone.
      if (!this.inUse(connection) && this.isMember(stream.remotePublicKey)) {
        for (const wire of this.wires) wire.lookAnew?.()
      }
    })
    if (!connection.isStandby) this.begin(connection)
  }

  /** Everything that we have in common with the other end begins. */
  private begin(connection: Connection): void {
    for (const space of this.spaces.keys()) this.offer(connection, space)
    for (const invitation of this.hosted.keys()) this.listenForNewcomer(connection, invitation)
    for (const ask of this.asking) ask(connection.stream)
  }

  /** Of two connections to one device both ends keep the same: the nearer, or else the one whose handshake was lower. */
  private giveWay(connection: Connection): void {
    const other = this.inUse(connection)
    if (!other) return
    connection.isStandby = isBetter(other, connection)
    if (connection.isStandby) return
    other.isStandby = true
    other.stream.destroy()
  }

  /** What waited for a connection to fall goes on in its place: the best, which is the same at both ends. */
  private takeOver({ stream }: Connection): void {
    const [next] = [...this.connections]
      .filter((other) => other.isStandby && b4a.equals(other.stream.remotePublicKey, stream.remotePublicKey))
      .toSorted((one, other) => (isBetter(one, other) ? -1 : 1))
    if (!next) return
    next.isStandby = false
    this.begin(next)
  }

  private inUse({ stream }: Connection): Connection | undefined {
    return [...this.connections].find(
      (other) => !other.isStandby && b4a.equals(other.stream.remotePublicKey, stream.remotePublicKey),
    )
  }

  /** Whether it may belong to a space of ours: it has not proven to be that device. */
  private isMember(key: Uint8Array): boolean {
    const device = b4a.toString(key, 'hex') as DeviceId
    return [...this.spaces.keys()].some((space) => ['full', 'relay', 'heard'].includes(space.access(device)))
  }

  /**
   * Sends away the stranger who came first, when every place is taken, and of members those last who have still to
   * prove it: there is none when they all have.
   */
  private makeRoom(): boolean {
    if (this.connections.size < MAX_CONNECTIONS) return true
    const unproven = [...this.connections].filter((connection) => !isProven(connection))
    const stranger = unproven.find(({ stream }) => !this.isMember(stream.remotePublicKey)) ?? unproven[0]
    if (!stranger) return false
    this.connections.delete(stranger)
    stranger.stream.destroy()
    return true
  }

  private isStranger(connection: Connection): boolean {
    const used = connection.isStandby ? this.inUse(connection) : connection
    return this.asking.size === 0 && !(used && (used.waiting.size > 0 || isProven(used)))
  }

  /** Opens the space on this connection, now or when the other end does. */
  private offer(connection: Connection, space: NetworkSpace): void {
    SpaceSession.onRemoteOpen(connection.stream, space.topic, () => this.openSession(connection, space))
    this.openSession(connection, space)
  }

  private openSession(connection: Connection, space: NetworkSpace): void {
    const { stream, path } = connection
    if (connection.sessions.has(space) || !this.spaces.has(space)) return
    const device = b4a.toString(stream.remotePublicKey, 'hex') as DeviceId
    const session = new SpaceSession({
      stream,
      topic: space.topic,
      proof: space.proof,
      holdings: space.holdings,
      access: space.access(device),
      descent: space.descent,
      admits: (descent) => space.admits(device, descent),
    })
    connection.sessions.set(space, session)
    session.on('proven', () => {
      liftGuard(stream)
      space.onSession(session, path)
    })
    session.on('dismissing', () => space.onDismissing(session.device))
    session.on('dismissed', () => space.onDismissed())
    session.on('closed', () => connection.sessions.delete(space))
    session.open()
  }

  private listenForNewcomer(connection: Connection, hosted: HostedInvitation): void {
    const { stream } = connection
    const answer = async (newcomer: Newcomer) => {
      connection.waiting.add(hosted)
      try {
        return await hosted.answer(newcomer)
      } finally {
        connection.waiting.delete(hosted)
      }
    }
    onNewcomer({ stream, topic: hosted.topic }, () => {
      if (this.hosted.has(hosted)) welcomeNewcomer({ stream, ...hosted }, answer)
    })
  }

  private change(state: 'offline' | 'starting' | 'online'): void {
    this.state = state
    this.emit('changed')
  }
}

/** Both ends see the same of it. */
function isBetter(one: Connection, other: Connection): boolean {
  if (one.path !== other.path) return one.path === 'lan'
  return b4a.compare(one.stream.handshakeHash, other.stream.handshakeHash) < 0
}

function isProven({ sessions }: Connection): boolean {
  return [...sessions.values()].some((session) => session.isProven)
}

function hangUp({ stream, deadline }: Connection): Promise<void> {
  clearInterval(deadline)
  return new Promise((resolve) => {
    stream.once('close', () => resolve())
    stream.destroy()
  })
}
