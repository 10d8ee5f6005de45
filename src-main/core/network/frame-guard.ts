import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type NoiseSecretStream from '@hyperswarm/secret-stream'

/** Bytes in front of each frame of a secret stream, which say how long it is. */
const HEADER_BYTES = 3

/** The handshake's frames are a hundred bytes, and nobody knows yet who sends them. */
const MAX_HANDSHAKE = 1_024

/** What a member says first is within it: what it holds of a thousand devices. */
const MAX_BEFORE_PROOF = 128 * 1024

const guards = new WeakMap<NoiseSecretStream, FrameGuard>()

/**
 * Stands between a socket and the secret stream on it, and ends a connection that announces a frame longer than a
 * stranger has to say: a secret stream would make room for it at once, sixteen megabytes for three bytes.
 */
export class FrameGuard extends Duplex {
  private limit = MAX_HANDSHAKE
  private header: number[] = []
  private left = 0

  constructor(private readonly socket: Socket) {
    super({ autoDestroy: true, emitClose: true })
    socket.on('data', (bytes: Uint8Array) => {
      if (!this.isAllowed(bytes)) this.destroy()
      else if (!this.push(bytes)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('error', () => undefined)
    socket.on('close', () => this.destroy())
  }

  /** The handshake is over. */
  follow(stream: NoiseSecretStream): void {
    this.limit = MAX_BEFORE_PROOF
    guards.set(stream, this)
  }

  /** Whoever is at the other end has proven to belong. */
  static lift(stream: NoiseSecretStream): void {
    const guard = guards.get(stream)
    if (guard) guard.limit = Number.POSITIVE_INFINITY
  }

  override _read(): void {
    this.socket.resume()
  }

  override _write(bytes: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.socket.write(bytes, (error) => done(error ?? null))
  }

  override _final(done: () => void): void {
    this.socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy()
    done(error)
  }

  private isAllowed(bytes: Uint8Array): boolean {
    if (this.limit === Number.POSITIVE_INFINITY) return true
    for (let position = 0; position < bytes.length; ) {
      if (this.left > 0) {
        const passed = Math.min(this.left, bytes.length - position)
        this.left -= passed
        position += passed
        continue
      }
      this.header.push(bytes[position] ?? 0)
      position++
      if (this.header.length < HEADER_BYTES) continue
      this.left = this.header.reduce((length, byte, place) => length + byte * 256 ** place, 0)
      this.header = []
      if (this.left > this.limit) return false
    }
    return true
  }
}
