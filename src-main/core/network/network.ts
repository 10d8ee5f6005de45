import { EventEmitter } from 'node:events'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import type { Channel } from 'protomux'
import { askForWelcome, onNewcomer, type Welcome, welcomeNewcomer } from './pairing-session.ts'
import { type Holdings, SpaceSession } from './space-session.ts'
import type { Path, Wire } from './wire.ts'

/** Time for a stranger to prove something, in milliseconds: then the connection is closed. */
const PROOF_DEADLINE = 10_000

/** Members that connect and those that try: past that, who proved nothing yet makes room, and members wait. */
const MAX_CONNECTIONS = 128

/** A space, as the network needs it. */
export interface NetworkSpace {
  topic: Uint8Array
  proof: Uint8Array
  holdings(): Holdings
  /** The other end has proven that it belongs. */
  onSession(session: SpaceSession, path: Path): void
}

/** An invitation that members of a space answer for. */
export interface HostedInvitation {
  topic: Uint8Array
  invitation: Uint8Array
  hostKey: Uint8Array
  welcome(): Welcome | undefined
}

export interface InvitedKeys {
  topic: Uint8Array
  secretKey: Uint8Array
  hostKey: Uint8Array
}

interface Connection {
  stream: NoiseSecretStream
  path: Path
  sessions: Map<NetworkSpace, SpaceSession>
  deadline: NodeJS.Timeout
}

/** Meets the other devices over every wire there is, and lets nobody further than they can prove. */
export class Network extends EventEmitter<{ changed: [] }> {
  state: 'offline' | 'starting' | 'online' = 'offline'
  private readonly connections = new Set<Connection>()
  private readonly spaces = new Map<NetworkSpace, () => Promise<void>>()
  private readonly hosted = new Map<HostedInvitation, () => Promise<void>>()
  private readonly asking = new Set<(stream: NoiseSecretStream) => void>()

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

  async start(): Promise<void> {
    if (this.wires.length === 0) return
    this.change('starting')
    await Promise.all(this.wires.map((wire) => wire.start((stream) => this.accept(stream, wire.path))))
    this.change('online')
  }

  /** Resolves when other devices have been looked for once. */
  async flush(): Promise<void> {
    await Promise.all(this.wires.map((wire) => wire.flush()))
  }

  addSpace(space: NetworkSpace): void {
    this.spaces.set(space, this.join(space.topic))
    for (const connection of this.connections) this.offer(connection, space)
  }

  async removeSpace(space: NetworkSpace): Promise<void> {
    const leave = this.spaces.get(space)
    this.spaces.delete(space)
    await leave?.()
  }

  /** Answers whoever proves to be invited, until the returned function is called. */
  host(invitation: HostedInvitation): () => Promise<void> {
    this.hosted.set(invitation, this.join(invitation.topic))
    for (const connection of this.connections) this.listenForNewcomer(connection, invitation)
    return async () => {
      const leave = this.hosted.get(invitation)
      this.hosted.delete(invitation)
      await leave?.()
    }
  }

  /** Looks for a member of the inviting space until one answers or `signal` says to stop. */
  async askToJoin(keys: InvitedKeys, signal: AbortSignal): Promise<Welcome> {
    const leave = this.join(keys.topic)
    let ask: ((stream: NoiseSecretStream) => void) | undefined
    const channels = new Set<Channel>()
    try {
      return await new Promise<Welcome>((resolve, reject) => {
        signal.throwIfAborted()
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        ask = (stream) => {
          const channel = askForWelcome({ stream, ...keys }, resolve)
          if (channel) channels.add(channel)
        }
        this.asking.add(ask)
        for (const { stream } of this.connections) ask(stream)
      })
    } finally {
      if (ask) this.asking.delete(ask)
      // A question that stays open would be in the way of the next over the same connection.
      for (const channel of channels) channel.close()
      await leave()
    }
  }

  async stop(): Promise<void> {
    // What the connections still carry must be over before the logs are closed under them.
    await Promise.all([...this.connections].map((connection) => hangUp(connection)))
    await Promise.all(this.wires.map((wire) => wire.stop()))
    this.change('offline')
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
    stream.setKeepAlive(5_000)
    // Again and again: while we wait for an answer, everybody may be the one who gives it.
    const deadline = setInterval(() => {
      if (this.isStranger(connection)) stream.destroy()
    }, PROOF_DEADLINE)
    const connection: Connection = { stream, path, sessions: new Map(), deadline }
    this.connections.add(connection)
    stream.on('close', () => {
      clearInterval(deadline)
      this.connections.delete(connection)
      this.past.received += stream.rawBytesRead
      this.past.sent += stream.rawBytesWritten
    })
    for (const space of this.spaces.keys()) this.offer(connection, space)
    for (const invitation of this.hosted.keys()) this.listenForNewcomer(connection, invitation)
    for (const ask of this.asking) ask(stream)
  }

  /** Sends away the stranger who came first, when every place is taken: there is none when members have them all. */
  private makeRoom(): boolean {
    if (this.connections.size < MAX_CONNECTIONS) return true
    const stranger = [...this.connections].find((connection) => !isProven(connection))
    if (!stranger) return false
    this.connections.delete(stranger)
    stranger.stream.destroy()
    return true
  }

  private isStranger(connection: Connection): boolean {
    return this.asking.size === 0 && !isProven(connection)
  }

  /** Opens the space on this connection, now or when the other end does. */
  private offer(connection: Connection, space: NetworkSpace): void {
    SpaceSession.onRemoteOpen(connection.stream, space.topic, () => this.openSession(connection, space))
    this.openSession(connection, space)
  }

  private openSession(connection: Connection, space: NetworkSpace): void {
    if (connection.sessions.has(space) || !this.spaces.has(space)) return
    const { stream, path } = connection
    const session = new SpaceSession({ stream, topic: space.topic, proof: space.proof, holdings: space.holdings })
    connection.sessions.set(space, session)
    session.on('proven', () => space.onSession(session, path))
    session.on('closed', () => connection.sessions.delete(space))
    session.open()
  }

  private listenForNewcomer({ stream }: Connection, hosted: HostedInvitation): void {
    onNewcomer({ stream, topic: hosted.topic }, () => {
      if (this.hosted.has(hosted)) welcomeNewcomer({ stream, ...hosted }, hosted.welcome)
    })
  }

  private change(state: 'offline' | 'starting' | 'online'): void {
    this.state = state
    this.emit('changed')
  }
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
