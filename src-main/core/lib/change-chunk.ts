import { createHash } from 'node:crypto'
import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'
import { ByteReader } from './byte-reader.ts'

/*
 * How Automerge stores one change: a magic number, a checksum, a type, a length and the content
 * (https://automerge.org/automerge-binary-format-spec/).
 */

export const HASH_BYTES = 32
export const UNCOMPRESSED = 1
export const COMPRESSED = 2

const MAGIC = b4a.from([0x85, 0x6f, 0x4a, 0x83])
const CHECKSUM_BYTES = 4

export interface ChangeChunk {
  /** The beginning of the hash of the content, if nobody changed it. */
  checksum: Uint8Array
  type: typeof UNCOMPRESSED | typeof COMPRESSED
  /** The content, deflated where `type` says so. */
  stored: Uint8Array
}

/** @throws AppError `unreadable` */
export function readChunk(change: Uint8Array): ChangeChunk {
  const chunk = new ByteReader(change)
  if (!b4a.equals(chunk.take(MAGIC.length), MAGIC)) throw new AppError('unreadable', 'not an Automerge chunk')
  const checksum = chunk.take(CHECKSUM_BYTES)
  const type = chunk.take(1)[0]
  const stored = chunk.take(chunk.number())
  if (!chunk.atEnd) throw new AppError('unreadable', 'bytes after the change')
  if (type !== UNCOMPRESSED && type !== COMPRESSED) {
    throw new AppError('unreadable', `a chunk of type ${type} where a change belongs`)
  }
  return { checksum, type, stored }
}

/** The change that has `content`, not deflated. */
export function writeChunk(content: Uint8Array): Uint8Array {
  const frame = b4a.from([UNCOMPRESSED, ...unsignedLeb128(content.length)])
  return b4a.concat([MAGIC, hashOf(content).subarray(0, CHECKSUM_BYTES), frame, content])
}

export function hasChecksum({ checksum }: ChangeChunk, hash: Uint8Array): boolean {
  return b4a.equals(hash.subarray(0, CHECKSUM_BYTES), checksum)
}

/** A change is named by the hash of what it inflates to, and its checksum is the beginning of that. */
export function hashOf(content: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(Uint8Array.of(UNCOMPRESSED, ...unsignedLeb128(content.length)))
    .update(content)
    .digest()
}

function unsignedLeb128(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsignedLeb128(Math.floor(value / 128))]
}
