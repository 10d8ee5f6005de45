import { inflateRawSync } from 'node:zlib'
import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'
import { ByteReader } from '../lib/byte-reader.ts'
import { COMPRESSED, HASH_BYTES, hasChecksum, hashOf, readChunk } from '../lib/change-chunk.ts'
import { type ChangeOperations, readOperations } from './change-columns.ts'
import { weighOperations } from './change-weight.ts'

/** What must be known of a change before Automerge sees it. */
export interface ChangeHeader {
  /** Its name, in hexadecimal. */
  hash: string
  /** Hexadecimal. */
  actor: string
  sequence: number
  /** Names of the changes it builds upon: none for the one that made the document. */
  dependencies: string[]
  /** Bytes that the change inflates to. */
  size: number
  /** How many operations Automerge makes of it, each a hundred bytes of memory and more. */
  weight: number
  operations: ChangeOperations
}

/** Of the changes of one block, inflated. Ours are not deflated, and a block of the log has no more. */
export const MAX_CHANGE_BYTES = 8 * 1024 * 1024

/** Of the changes of one block: a page of 400,000 characters replaced by another in one go is within it. */
export const MAX_CHANGE_OPERATIONS = 1_000_000

/** A change is asked for its header wherever it goes: inflated and hashed once. */
const headersRead = new WeakMap<Uint8Array, ChangeHeader>()

/**
 * Reads the start of one binary change, as https://automerge.org/automerge-binary-format-spec/ lays it out, and weighs
 * its operations, without decoding them and without trusting the sizes it announces.
 * @throws AppError `unreadable`, `newer-version`, `too-large`
 */
export function readChangeHeader(change: Uint8Array, maxBytes = MAX_CHANGE_BYTES): ChangeHeader {
  const header = headersRead.get(change) ?? readContent(readContentBytes(change, maxBytes))
  headersRead.set(change, header)
  checkSize(header.size, maxBytes)
  return header
}

/** The headers of changes that come together, which have one budget. @throws AppError as `readChangeHeader` does */
export function readChangeHeaders(changes: Uint8Array[]): ChangeHeader[] {
  let size = 0
  let weight = 0
  return changes.map((change) => {
    const header = readChangeHeader(change, MAX_CHANGE_BYTES - size)
    size += header.size
    weight += header.weight
    checkWeight(weight)
    return header
  })
}

/** What a change inflates to. */
function readContentBytes(change: Uint8Array, maxBytes: number): { content: Uint8Array; hash: Uint8Array } {
  const chunk = readChunk(change)
  const { type, stored } = chunk
  const content = type === COMPRESSED ? inflate(stored, maxBytes) : stored
  checkSize(content.length, maxBytes)
  const hash = hashOf(content)
  // Automerge applies a change whose checksum is wrong, and refuses the very same bytes where it loads them.
  if (!hasChecksum(chunk, hash)) throw new AppError('unreadable', 'a damaged change')
  return { content, hash }
}

function readContent({ content, hash }: { content: Uint8Array; hash: Uint8Array }): ChangeHeader {
  const reader = new ByteReader(content)
  const dependencies: string[] = []
  // What claims more dependencies than there are bytes ends where the bytes do.
  for (let count = reader.number(); count > 0; count--) dependencies.push(b4a.toString(reader.take(HASH_BYTES), 'hex'))
  const actor = b4a.toString(reader.take(reader.number()), 'hex')
  const sequence = reader.number()
  const operations = readOperations(reader)
  const weight = weighOperations(operations, MAX_CHANGE_BYTES)
  checkWeight(weight)
  const size = content.length
  return { hash: b4a.toString(hash, 'hex'), actor, sequence, dependencies, size, weight, operations }
}

function checkSize(bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) throw new AppError('too-large', `a change of ${bytes} bytes`)
}

function checkWeight(operations: number): void {
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
