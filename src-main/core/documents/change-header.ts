import { inflateRawSync } from 'node:zlib'
import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'

/** What must be known of a change before Automerge sees it. */
export interface ChangeHeader {
  /** Hexadecimal. */
  actor: string
  sequence: number
  /** How many changes it builds upon: none for the one that made the document. */
  dependencies: number
  /** Bytes that the change inflates to. */
  size: number
}

/** No honest burst of typing, nor any page made at once, inflates to more. */
export const MAX_CHANGE_BYTES = 32 * 1024 * 1024

const MAGIC = b4a.from([0x85, 0x6f, 0x4a, 0x83])
const CHECKSUM_BYTES = 4
const HASH_BYTES = 32
const UNCOMPRESSED = 1
const COMPRESSED = 2

/**
 * Reads the start of one binary change, as https://automerge.org/automerge-binary-format-spec/ lays it out, without
 * decoding its operations and without trusting the sizes it announces.
 * @throws AppError `unreadable`, `too-large`
 */
export function readChangeHeader(change: Uint8Array): ChangeHeader {
  const chunk = new Reader(change)
  if (!b4a.equals(chunk.take(MAGIC.length), MAGIC)) throw new AppError('unreadable', 'not an Automerge chunk')
  chunk.take(CHECKSUM_BYTES)
  const type = chunk.take(1)[0]
  const content = chunk.take(chunk.number())
  if (!chunk.atEnd) throw new AppError('unreadable', 'bytes after the change')
  if (type === UNCOMPRESSED) return readContent(content)
  if (type === COMPRESSED) return readContent(inflate(content))
  throw new AppError('unreadable', `a chunk of type ${type} where a change belongs`)
}

/** The headers of changes that come together, which have one budget. @throws AppError `unreadable`, `too-large` */
export function readChangeHeaders(changes: Uint8Array[]): ChangeHeader[] {
  let size = 0
  return changes.map((change) => {
    const header = readChangeHeader(change)
    size += header.size
    if (size > MAX_CHANGE_BYTES) throw new AppError('too-large', `changes of more than ${MAX_CHANGE_BYTES} bytes`)
    return header
  })
}

function readContent(content: Uint8Array): ChangeHeader {
  if (content.length > MAX_CHANGE_BYTES) throw new AppError('too-large', `a change of ${content.length} bytes`)
  const reader = new Reader(content)
  const dependencies = reader.number()
  reader.take(dependencies * HASH_BYTES)
  const actor = b4a.toString(reader.take(reader.number()), 'hex')
  return { actor, sequence: reader.number(), dependencies, size: content.length }
}

function inflate(content: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(content, { maxOutputLength: MAX_CHANGE_BYTES })
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw new AppError(tooLarge ? 'too-large' : 'unreadable', 'a change that does not inflate', { cause })
  }
}

/** Takes bytes from the front, and never more than there are. */
class Reader {
  private position = 0

  constructor(private readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.position === this.bytes.length
  }

  take(count: number): Uint8Array {
    if (count > this.bytes.length - this.position) throw new AppError('unreadable', 'a truncated change')
    this.position += count
    return this.bytes.subarray(this.position - count, this.position)
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.take(1)[0] ?? 0
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    throw new AppError('unreadable', 'a number out of range')
  }
}
