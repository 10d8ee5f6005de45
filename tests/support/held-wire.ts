import { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import type { Path, Wire } from '../../src-main/core/network/wire.ts'

export interface KeyPair {
  publicKey: Uint8Array
  secretKey: Uint8Array
}

/** What a connection carries. */
export interface Line {
  bytesPerSecond: number
  /** Between the two ends, in milliseconds. */
  delay: number
}

/** One end of a connection. What it writes reaches the other end unless the test holds it back. */
class Pipe extends Duplex {
  peer: Pipe | null = null
  /** Nothing is held back before both ends know each other. */
  isOpen = false
  private readonly waiting: Uint8Array[] = []
  /** When the line is free again. */
  private freeAt = 0
  private arriving: Promise<void> = Promise.resolve()

  constructor(
    private readonly isHeld: () => boolean,
    private readonly line: Line | undefined,
  ) {
    super({ autoDestroy: true, emitClose: true })
  }

  override _read(): void {}

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    this.waiting.push(b4a.from(bytes))
    this.flush()
    done()
  }

  override _final(done: (error?: null) => void): void {
    const { peer } = this
    if (peer) setImmediate(() => !peer.destroyed && peer.push(null))
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { peer } = this
    this.peer = null
    if (peer && !peer.destroyed) queueMicrotask(() => peer.destroy())
    done(error)
  }

  private receive(bytes: Uint8Array): void {
    if (!this.destroyed) this.push(bytes)
  }

  /** Lets through everything that waits, in order. */
  flush(): void {
    while (this.waiting.length > 0 && !(this.isOpen && this.isHeld())) {
      const bytes = this.waiting.shift()
      if (bytes) this.send(bytes)
    }
  }

  private send(bytes: Uint8Array): void {
    const { peer, line } = this
    if (!line) {
      setImmediate(() => peer?.receive(bytes))
      return
    }
    this.freeAt = Math.max(this.freeAt, performance.now()) + (bytes.length / line.bytesPerSecond) * 1_000
    const arrivesAt = this.freeAt + line.delay
    this.arriving = this.arriving
      .then(() => setTimeout(Math.max(0, arrivesAt - performance.now())))
      .then(() => peer?.receive(bytes))
  }
}

interface Connection {
  one: HeldWire
  other: HeldWire
  /** What the first writes, and what the second writes. */
  pipes: [Pipe, Pipe]
}

/** Where the devices of a test meet, in place of the internet: the test cuts, joins, holds and releases. */
export class Exchange {
  /** Connections made so far. */
  connected = 0
  /** Whether two devices ever find each other, if nothing keeps them apart. */
  mayMeet: (one: string, other: string) => boolean = () => true
  /** What every connection made from now on carries; as quick as memory unless it is told. */
  line: Line | undefined
  private readonly wires = new Set<HeldWire>()
  private readonly connections = new Set<Connection>()
  private readonly cuts = new Set<string>()
  private readonly holds = new Set<string>()

  /** Ends what connects two devices, and keeps them apart. */
  cut(one: string, other: string): void {
    this.cuts.add(pairKey(one, other))
    for (const { one: first, other: second, pipes } of this.connections) {
      if (pairKey(first.name, second.name) === pairKey(one, other)) pipes[0].destroy()
    }
  }

  join(one: string, other: string): void {
    this.cuts.delete(pairKey(one, other))
    this.meet()
  }

  /** Keeps back what `from` sends to `to`, as a slow network does, without ending the connection. */
  hold(from: string, to: string): void {
    this.holds.add(`${from}>${to}`)
  }

  release(from: string, to: string): void {
    this.holds.delete(`${from}>${to}`)
    this.flush()
  }

  /** Groups that see only themselves, in the place of whatever kept devices apart before. */
  partition(groups: readonly (readonly string[])[]): void {
    this.cuts.clear()
    for (const [index, group] of groups.entries()) {
      for (const one of group) for (const other of groups.slice(index + 1).flat()) this.cut(one, other)
    }
    this.meet()
  }

  /** Everybody reaches everybody, and nothing waits. */
  joinAll(): void {
    this.cuts.clear()
    this.holds.clear()
    this.flush()
    this.meet()
  }

  areConnected(one: string, other: string): boolean {
    return [...this.connections].some((made) => pairKey(made.one.name, made.other.name) === pairKey(one, other))
  }

  add(wire: HeldWire): void {
    this.wires.add(wire)
    this.meet()
  }

  remove(wire: HeldWire): void {
    this.wires.delete(wire)
    for (const { one, other, pipes } of this.connections) if (one === wire || other === wire) pipes[0].destroy()
  }

  /** Connects whoever shares a topic, is not kept apart and is not connected yet. */
  meet(): void {
    const wires = [...this.wires]
    for (const [index, one] of wires.entries()) {
      for (const other of wires.slice(index + 1)) {
        const isApart =
          this.cuts.has(pairKey(one.name, other.name)) ||
          this.areConnected(one.name, other.name) ||
          !this.mayMeet(one.name, other.name)
        if (!isApart && one.sharesTopicWith(other)) this.connect(one, other)
      }
    }
  }

  private connect(one: HeldWire, other: HeldWire): void {
    const pipe = (from: HeldWire, to: HeldWire) => new Pipe(() => this.holds.has(`${from.name}>${to.name}`), this.line)
    const pipes: [Pipe, Pipe] = [pipe(one, other), pipe(other, one)]
    pipes[0].peer = pipes[1]
    pipes[1].peer = pipes[0]
    const connection = { one, other, pipes }
    this.connections.add(connection)
    this.connected++
    pipes[0].on('close', () => {
      this.connections.delete(connection)
      // A connection that ended by itself comes back, as Hyperswarm's do.
      setImmediate(() => this.meet())
    })
    one.give(true, pipes[0])
    other.give(false, pipes[1])
  }

  private flush(): void {
    for (const { pipes } of this.connections) for (const pipe of pipes) pipe.flush()
  }
}

/** A wire in the hands of the test: real encrypted streams, over pipes in memory. */
export class HeldWire implements Wire {
  private readonly topics = new Map<string, number>()
  private onConnection: ((stream: NoiseSecretStream) => void) | null = null

  constructor(
    private readonly exchange: Exchange,
    readonly name: string,
    private readonly keyPair: KeyPair,
    readonly path: Path = 'lan',
  ) {}

  async start(onConnection: (stream: NoiseSecretStream) => void): Promise<void> {
    this.onConnection = onConnection
    this.exchange.add(this)
  }

  join(topic: Uint8Array): () => Promise<void> {
    const key = b4a.toString(topic, 'hex')
    this.topics.set(key, (this.topics.get(key) ?? 0) + 1)
    this.exchange.meet()
    return async () => {
      const count = (this.topics.get(key) ?? 1) - 1
      if (count === 0) this.topics.delete(key)
      else this.topics.set(key, count)
    }
  }

  async flush(): Promise<void> {}

  async stop(): Promise<void> {
    this.onConnection = null
    this.exchange.remove(this)
  }

  sharesTopicWith(other: HeldWire): boolean {
    return [...this.topics.keys()].some((topic) => other.topics.has(topic))
  }

  /** Encrypts one end of a connection, and hands it over once the other end has shown its key. */
  give(isInitiator: boolean, pipe: Pipe): void {
    const stream = new NoiseSecretStream(isInitiator, pipe, { keyPair: this.keyPair })
    stream.on('error', () => undefined)
    stream.once('connect', () => {
      pipe.isOpen = true
      if (this.onConnection) this.onConnection(stream)
      else stream.destroy()
    })
  }
}

function pairKey(one: string, other: string): string {
  return [one, other].sort().join(' ')
}
