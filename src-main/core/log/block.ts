import { decode, encode, Tokenizer } from 'cborg'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors.ts'
import {
  blobHashSchema,
  deviceIdSchema,
  documentIdSchema,
  placeIdSchema,
  timestampSchema,
} from '../../../src-shared/ids.ts'
import { appointedStandingSchema, invitedRoleSchema } from '../../../src-shared/model/role.ts'
import { EPOCH_NAME_BYTES } from '../lib/epoch-name.ts'
import { KEY_BYTES } from '../lib/secret-box.ts'
import { chain, unchain } from './change-chain.ts'
import { pack, unpack } from './packing.ts'

/** No block is larger, inflated: Hypercore sends each in one message, and a stranger's must fit in memory several times. */
export const MAX_BLOCK_BYTES = 8 * 1024 * 1024

/** Changes that one block may carry. */
const MAX_CHANGES = 100_000

/** Values and names in one block, its changes among them: a value of one byte becomes an object of a hundred. */
const MAX_VALUES = MAX_CHANGES + 10_000

/** No space has more devices. */
const MAX_SHARES = 1_000

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const fixedBytes = (length: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length)

/**
 * What a device's log is made of. `kind` and `version` come first in every block, so that a reader can tell
 * "written by a newer Maillage" from "damaged", and pass over what it does not know.
 */
const blockSchema = z.discriminatedUnion('kind', [
  /** Block 0 of the log that founds a space: `nonce` and the log's owner hash to the space's id. */
  z.object({ kind: z.literal('founded'), nonce: fixedBytes(32), place: placeIdSchema, name: z.string().max(120) }),
  /** Block 0 of everybody else's: `proof` is the invitation's signature of this device for this space. */
  z.object({
    kind: z.literal('joined'),
    invitation: fixedBytes(32),
    proof: fixedBytes(64),
    place: placeIdSchema,
    /** A reader writes no page of its place. */
    placeName: z.string().max(120),
  }),
  /** Block 0 of a device that goes on in the place of another: `proof` is the other's signature of this one. */
  z.object({ kind: z.literal('continued'), former: fixedBytes(32), proof: fixedBytes(64), place: placeIdSchema }),
  /** Whoever proves to hold the secret key of `invitation` before `expiresAt` may join. */
  z.object({
    kind: z.literal('invited'),
    invitation: fixedBytes(32),
    /** Lets any member prove to the newcomer that it belongs to the inviting space. */
    hostKey: fixedBytes(32),
    expiresAt: timestampSchema,
    role: invitedRoleSchema,
    isReusable: z.boolean(),
    needsApproval: z.boolean(),
    /** For one more computer of the place of whoever wrote it. */
    isOfPlace: z.boolean().optional(),
  }),
  /** Nobody else may join under `invitation`. */
  z.object({ kind: z.literal('revoked'), invitation: fixedBytes(32) }),
  /** This log's device let `device` in under `invitation`. */
  z.object({ kind: z.literal('welcomed'), invitation: fixedBytes(32), device: deviceIdSchema }),
  /** What `device` may do from block `length` of its log on. `turn` is later than every one that counted for its author. */
  z.object({
    kind: z.literal('appointed'),
    device: deviceIdSchema,
    standing: appointedStandingSchema,
    length: z.number().int().min(0),
    turn: z.number().int().min(0),
  }),
  /** An epoch begins: its secret, sealed for each device that has it from now on. */
  z.object({
    kind: z.literal('rekeyed'),
    epoch: fixedBytes(EPOCH_NAME_BYTES),
    turn: z.number().int().min(0),
    shares: z.array(z.object({ device: deviceIdSchema, share: fixedBytes(80) })).max(MAX_SHARES),
  }),
  /** Automerge changes of one document, in the order they were made. */
  z.object({
    kind: z.literal('changed'),
    document: documentIdSchema,
    changes: z.array(bytes).min(1).max(MAX_CHANGES),
    at: z.number(),
    /** The document's row as its author saw it, so that lists fill before thousands of documents are opened. */
    summary: z.unknown().optional(),
  }),
  /** A file in this device's attachments; `id` locates it there. */
  z.object({
    kind: z.literal('attached'),
    hash: blobHashSchema,
    type: z.string().max(100),
    name: z.string().max(300),
    /** Opens the file, which is locked as `secret-box.ts` does. */
    key: fixedBytes(KEY_BYTES),
    /** It shows in little what that file is. */
    previewOf: blobHashSchema.optional(),
    blob: z.object({
      blockOffset: z.number().int().min(0),
      blockLength: z.number().int().min(0),
      byteOffset: z.number().int().min(0),
      byteLength: z.number().int().min(0),
    }),
  }),
])

export type Block = z.infer<typeof blockSchema>
export type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

const VERSION = 1

export function encodeBlock(block: Block): Uint8Array {
  const stored = block.kind === 'changed' ? { ...block, changes: chain(block.changes) } : block
  const encoded = encode({ version: VERSION, ...stored })
  if (encoded.length > MAX_BLOCK_BYTES) throw new AppError('too-large', `a block of ${encoded.length} bytes`)
  return pack(encoded)
}

const decodeOptions = { rejectDuplicateMapKeys: true, strict: true, allowUndefined: false }
const envelopeSchema = z.looseObject({ version: z.number().int().min(1), kind: z.string().max(40) })

/**
 * Reads a block that any device may have written.
 * @throws AppError `too-large`, `unreadable`, or `newer-version` for a kind or version this Maillage does not know.
 */
export function decodeBlock(packed: Uint8Array): Block {
  return readBlock(unpackBlock(packed))
}

/** @throws AppError `too-large`, `unreadable`, `newer-version` */
export function unpackBlock(packed: Uint8Array): Uint8Array {
  return unpack(packed, MAX_BLOCK_BYTES)
}

/** What `decodeBlock` does, once the block is unpacked. */
export function readBlock(unpacked: Uint8Array): Block {
  const envelope = envelopeSchema.safeParse(decodeSafely(unpacked))
  if (!envelope.success) throw new AppError('unreadable', 'a block that is not ours')
  const block = blockSchema.safeParse(envelope.data)
  if (block.success) return restored(block.data)
  const known = blockSchema.options.some((option) => option.shape.kind.value === envelope.data.kind)
  if (envelope.data.version > VERSION || !known) {
    throw new AppError('newer-version', `a block of kind ${envelope.data.kind}, version ${envelope.data.version}`)
  }
  throw new AppError('unreadable', `a malformed block of kind ${envelope.data.kind}`)
}

function restored(stored: Block): Block {
  return stored.kind === 'changed' ? { ...stored, changes: unchain(stored.changes) } : stored
}

function decodeSafely(encoded: Uint8Array): unknown {
  try {
    return decode(encoded, { ...decodeOptions, tokenizer: new CountingTokenizer(encoded, decodeOptions) })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unreadable', 'a block that is not CBOR', { cause })
  }
}

/** Stops at the value after the last that may be. */
class CountingTokenizer extends Tokenizer {
  private count = 0

  override next(): ReturnType<Tokenizer['next']> {
    if (++this.count > MAX_VALUES) throw new AppError('too-large', `a block of more than ${MAX_VALUES} values`)
    return super.next()
  }
}
