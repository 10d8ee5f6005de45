import b4a from 'b4a'
import { decode, encode } from 'cborg'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors.ts'
import { deviceIdSchema, spaceIdSchema, timestampSchema } from '../../../src-shared/ids.ts'
import { MAX_CORE_LENGTH, signedRootsSchema, treeNodesSchema } from '../lib/proven-block.ts'

/*
 * What a backup holds, one record after the other: what it is of, the keys if they were asked for, then each log and
 * each device's files (`core`), every one followed by its blocks, and at last how much there was.
 * A record is the length of its head, the length of its body, its head in CBOR, its body in bytes.
 */

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const headSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('backup'),
    version: z.literal(1),
    madeAt: timestampSchema,
    /** There is a record of keys. */
    hasKeys: z.boolean(),
    blocks: count,
    spaces: z
      .array(
        z.object({ space: spaceIdSchema, name: z.string().max(120), pages: count, resources: count, pictures: count }),
      )
      .max(1_000),
  }),
  /** The body is the keyring, in JSON. */
  z.object({ kind: z.literal('keys') }),
  /** What a device wrote in a space, or its files there, as far as it has signed them. */
  z.object({
    kind: z.literal('core'),
    space: spaceIdSchema,
    holds: z.enum(['log', 'files']),
    device: deviceIdSchema,
    ...signedRootsSchema.shape,
  }),
  /** The body is the block, encrypted as it is in its log. */
  z.object({ kind: z.literal('block'), index: count.max(MAX_CORE_LENGTH), nodes: treeNodesSchema }),
  z.object({ kind: z.literal('end'), cores: count, blocks: count }),
])

export type RecordHead = z.infer<typeof headSchema>
export type HeadOf<Kind extends RecordHead['kind']> = Extract<RecordHead, { kind: Kind }>

export interface BackupRecord {
  head: RecordHead
  body: Uint8Array
}

const LENGTHS_BYTES = 8
/** A thousand spaces with long names, or what proves one block. */
const MAX_HEAD_BYTES = 1024 * 1024
/** A block of a log, 8 MB and what encrypts it, or a keyring. */
const MAX_BODY_BYTES = 9 * 1024 * 1024

export function encodeRecord(head: RecordHead, body: Uint8Array = b4a.alloc(0)): Uint8Array {
  const encoded = encode(head)
  if (encoded.length > MAX_HEAD_BYTES || body.length > MAX_BODY_BYTES) {
    throw new AppError('too-large', `a record of ${encoded.length} and ${body.length} bytes`)
  }
  const lengths = b4a.alloc(LENGTHS_BYTES)
  const view = new DataView(lengths.buffer, lengths.byteOffset)
  view.setUint32(0, encoded.length)
  view.setUint32(4, body.length)
  return b4a.concat([lengths, encoded, body])
}

/** Cuts chunks into records, and never holds more than one and a chunk. @throws AppError `unreadable`, `too-large` */
export async function* decodeRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BackupRecord> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let needed = LENGTHS_BYTES
  for await (const chunk of chunks) {
    held.push(chunk)
    heldBytes += chunk.length
    if (heldBytes < needed) continue
    let bytes: Uint8Array = b4a.concat(held)
    while (bytes.length >= LENGTHS_BYTES) {
      needed = recordBytes(bytes)
      if (bytes.length < needed) break
      yield decodeRecord(bytes)
      bytes = bytes.subarray(needed)
      needed = LENGTHS_BYTES
    }
    held = [bytes]
    heldBytes = bytes.length
  }
  if (heldBytes > 0) throw new AppError('unreadable', 'the backup ends within a record')
}

function lengthsOf(bytes: Uint8Array): { head: number; body: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return { head: view.getUint32(0), body: view.getUint32(4) }
}

function recordBytes(bytes: Uint8Array): number {
  const { head, body } = lengthsOf(bytes)
  if (head > MAX_HEAD_BYTES || body > MAX_BODY_BYTES) {
    throw new AppError('too-large', `a record that says it has ${head} and ${body} bytes`)
  }
  return LENGTHS_BYTES + head + body
}

function decodeRecord(bytes: Uint8Array): BackupRecord {
  const lengths = lengthsOf(bytes)
  const bodyAt = LENGTHS_BYTES + lengths.head
  const parsed = headSchema.safeParse(decodeHead(bytes.subarray(LENGTHS_BYTES, bodyAt)))
  if (!parsed.success) throw new AppError('unreadable', 'a record that is not ours')
  return { head: parsed.data, body: bytes.subarray(bodyAt, bodyAt + lengths.body) }
}

function decodeHead(encoded: Uint8Array): unknown {
  try {
    return decode(encoded, { rejectDuplicateMapKeys: true, strict: true, allowUndefined: false })
  } catch (cause) {
    throw new AppError('unreadable', 'a record that is not CBOR', { cause })
  }
}
