import type { BlobId } from 'hyperblobs'
import type { BlobHash, DeviceId } from '../../../src-shared/ids.ts'
import { MAX_PREVIEW_BYTES } from '../../../src-shared/model/picture.ts'
import { LOCK_BYTES } from '../lib/secret-box.ts'

/** A picture of a page: what a phone makes, and some more. */
export const MAX_BLOB_BYTES = 25 * 1024 * 1024

/** What a slow line carries in half a second: a sentence waits for no more behind a picture. */
export const BLOCK_BYTES = 4 * 1024

/** Sixteen terabytes of them. */
const MAX_BLOCK_OFFSET = 2 ** 32

/** A file in a device's attachments. */
export interface Attachment {
  device: DeviceId
  hash: BlobHash
  type: string
  name: string
  /** Opens its bytes, in hexadecimal: who was removed may still be handed the blocks, and has not the log that says this. */
  key: string
  blob: BlobId
  /** It shows in little what that one is, and comes before it. */
  previewOf?: BlobHash | undefined
}

/** A member may call anything a preview: nothing large goes first for that. */
export function isPreview({ previewOf, blob }: Attachment): boolean {
  return previewOf !== undefined && blob.byteLength <= MAX_PREVIEW_BYTES + LOCK_BYTES
}

/** Whether a file can be where its device says: whoever looks for the blocks of one looks at each of them. */
export function isPlausible({ blockOffset, blockLength, byteLength }: BlobId): boolean {
  return (
    byteLength <= MAX_BLOB_BYTES + LOCK_BYTES &&
    blockLength >= 1 &&
    blockLength <= Math.ceil(byteLength / BLOCK_BYTES) &&
    blockOffset <= MAX_BLOCK_OFFSET
  )
}
