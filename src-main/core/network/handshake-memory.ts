import b4a from 'b4a'

/** Handshakes remembered of each device; one that comes and goes all day makes fewer. */
const MOST_OF_ONE = 1_024

/**
 * The handshakes of each device since the start. A node of the DHT passes them on as they are, and may do so again later:
 * nothing can be read or said with such a copy, but a connection made of it would take the place of the real one.
 */
export class HandshakeMemory {
  private readonly seen = new Map<string, Set<number>>()

  /** Whether `device` has used the stream `id` before; from now on it has. */
  isRepeated(device: Uint8Array, id: number): boolean {
    const key = b4a.toString(device, 'hex')
    const ids = this.seen.get(key) ?? new Set()
    if (ids.has(id)) return true
    this.seen.set(key, ids.add(id))
    const [oldest = id] = ids
    if (ids.size > MOST_OF_ONE) ids.delete(oldest)
    return false
  }
}
