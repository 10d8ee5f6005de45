import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'
import { ByteReader } from './byte-reader.ts'
import { weighOperations } from './change-weight.ts'
import { type MadeObject, readMadeObjects } from './made-objects.ts'

/** What must be known of a change before Automerge sees it. */
export interface ChangeHeader {
  /** Hexadecimal. */
  actor: string
  sequence: number
  /** How many changes it builds upon: none for the one that made the document. */
  dependencies: number
  /** Bytes that the change inflates to. */
  size: number
  /** What Automerge makes of it, each a hundred bytes of memory and more. */
  operations: number
}

/** Of the changes of one block, inflated. Ours are not deflated, and a block of the log has no more. */
export const MAX_CHANGE_BYTES = 8 * 1024 * 1024

/** Of the changes of one block: a page of 400,000 characters replaced by another in one go is within it. */
export const MAX_CHANGE_OPERATIONS = 1_000_000

const MAGIC = b4a.from([0x85, 0x6f, 0x4a, 0x83])
const CHECKSUM_BYTES = 4
const HASH_BYTES = 32
const UNCOMPRESSED = 1
const COMPRESSED = 2

/**
 * Reads the start of one binary change, as https://automerge.org/automerge-binary-format-spec/ lays it out, and weighs
 * its operations, without decoding them and without trusting the sizes it announces.
 * @throws AppError `unreadable`, `newer-version`, `too-large`
 */
export function readChangeHeader(change: Uint8Array, maxBytes = MAX_CHANGE_BYTES): ChangeHeader {
  const { checksum, content } = readChunk(change, maxBytes)
  checkChecksum(checksum, content)
  return readContent(content)
}

/** The name of a change and of those it builds upon, in hexadecimal. @throws AppError `unreadable`, `too-large` */
export function readChangeLinks(change: Uint8Array): { hash: string; dependencies: string[] } {
  const { content } = readChunk(change, MAX_CHANGE_BYTES)
  const reader = new ByteReader(content)
  const dependencies: string[] = []
  for (let count = reader.number(); count > 0; count--) dependencies.push(b4a.toString(reader.take(HASH_BYTES), 'hex'))
  return { hash: b4a.toString(hashOf(content), 'hex'), dependencies }
}

function readChunk(change: Uint8Array, maxBytes: number): { checksum: Uint8Array; content: Uint8Array } {
  const chunk = new ByteReader(change)
  if (!b4a.equals(chunk.take(MAGIC.length), MAGIC)) throw new AppError('unreadable', 'not an Automerge chunk')
  const checksum = chunk.take(CHECKSUM_BYTES)
  const type = chunk.take(1)[0]
  const content = chunk.take(chunk.number())
  if (!chunk.atEnd) throw new AppError('unreadable', 'bytes after the change')
  if (type !== UNCOMPRESSED && type !== COMPRESSED) {
    throw new AppError('unreadable', `a chunk of type ${type} where a change belongs`)
  }
  const inflated = type === COMPRESSED ? inflate(content, maxBytes) : content
  if (inflated.length > maxBytes) throw new AppError('too-large', `a change of ${inflated.length} bytes`)
  return { checksum, content: inflated }
}

/** The objects that a change makes, which was weighed. @throws AppError `unreadable` */
export function readObjectsOf(change: Uint8Array): MadeObject[] {
  const reader = new ByteReader(readChunk(change, MAX_CHANGE_BYTES).content)
  reader.take(reader.number() * HASH_BYTES)
  const actor = b4a.toString(reader.take(reader.number()), 'hex')
  // Its sequence number.
  reader.number()
  return readMadeObjects(reader, actor)
}

/** The headers of changes that come together, which have one budget. @throws AppError as `readChangeHeader` does */
export function readChangeHeaders(changes: Uint8Array[]): ChangeHeader[] {
  let size = 0
  let operations = 0
  return changes.map((change) => {
    const header = readChangeHeader(change, MAX_CHANGE_BYTES - size)
    size += header.size
    operations += header.operations
    checkOperations(operations)
    return header
  })
}

function readContent(content: Uint8Array): ChangeHeader {
  const reader = new ByteReader(content)
  const dependencies = reader.number()
  reader.take(dependencies * HASH_BYTES)
  const actor = b4a.toString(reader.take(reader.number()), 'hex')
  const sequence = reader.number()
  const operations = weighOperations(reader, MAX_CHANGE_BYTES)
  checkOperations(operations)
  return { actor, sequence, dependencies, size: content.length, operations }
}

/** Automerge applies a change whose checksum is wrong, and refuses the very same bytes where it loads them. */
function checkChecksum(checksum: Uint8Array, content: Uint8Array): void {
  const hash = hashOf(content).subarray(0, CHECKSUM_BYTES)
  if (!b4a.equals(hash, checksum)) throw new AppError('unreadable', 'a damaged change')
}

/** A change is named by the hash of what it inflates to, and its checksum is the beginning of that. */
function hashOf(content: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(Uint8Array.of(UNCOMPRESSED, ...unsignedLeb128(content.length)))
    .update(content)
    .digest()
}

function unsignedLeb128(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsignedLeb128(Math.floor(value / 128))]
}

function checkOperations(operations: number): void {
  if (operations > MAX_CHANGE_OPERATIONS) throw new AppError('too-large', `changes of ${operations} operations`)
}

function inflate(content: Uint8Array, maxBytes: number): Uint8Array {
  // zlib refuses to be given no room at all.
  const maxOutputLength = Math.max(1, maxBytes)
  try {
    return inflateRawSync(content, { maxOutputLength })
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw new AppError(tooLarge ? 'too-large' : 'unreadable', 'a change that does not inflate', { cause })
  }
}
