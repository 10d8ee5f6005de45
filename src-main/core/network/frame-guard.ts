import type NoiseSecretStream from '@hyperswarm/secret-stream'

/** Bytes in front of each frame of a secret stream, which say how long it is. */
const HEADER_BYTES = 3

/** A frame of nothing, which only says that somebody is there. */
const EMPTY_FRAME = 17

/** What a stranger may say in all. What a member says first is within it: what it holds of a thousand devices. */
const MAX_BEFORE_PROOF = 128 * 1024

const guards = new WeakMap<NoiseSecretStream, () => void>()

/**
 * Ends a connection over which more is said, or announced, than a stranger has to say: a secret stream would make room
 * for it at once, sixteen megabytes for three bytes. Looks at whatever comes before the secret stream does, from now on.
 */
export function guardFrames(stream: NoiseSecretStream): void {
  const { rawStream } = stream
  const frames = new Frames()
  const look = (bytes: Uint8Array) => {
    if (!frames.areAllowed(bytes)) stream.destroy()
  }
  rawStream.prependListener('data', look)
  guards.set(stream, () => rawStream.off('data', look))
}

/** Whoever is at the other end has proven to belong. */
export function liftGuard(stream: NoiseSecretStream): void {
  guards.get(stream)?.()
}

/** Where frames begin in what comes in pieces. */
class Frames {
  private header: number[] = []
  private left = 0
  private said = 0

  areAllowed(bytes: Uint8Array): boolean {
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
      this.said += Math.max(0, this.left - EMPTY_FRAME)
      if (this.said > MAX_BEFORE_PROOF) return false
    }
    return true
  }
}
