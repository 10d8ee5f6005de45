import b4a from 'b4a'
import type { BlobHash } from '../../src-shared/ids.ts'
import type { Attachment } from './blobs/attachment.ts'
import { hashOf, type SpaceBlobs } from './blobs/space-blobs.ts'
import type { Block } from './log/block.ts'

/** A picture that is stored, and what others are to be told of it: nothing when they were. */
export interface StoredPicture {
  hash: BlobHash
  type: string
  blocks: Block[]
}

/** Stores a picture, and how it looks from afar if that is given. @throws AppError as `SpaceBlobs.put` */
export async function storePicture(
  blobs: SpaceBlobs,
  bytes: Uint8Array,
  name: string,
  preview: Uint8Array | undefined,
): Promise<StoredPicture> {
  // In front of it: whoever receives them has the small one first.
  const small = preview && (await storePreview(blobs, hashOf(bytes), preview, name))
  const { isNew, ...picture } = await blobs.put(bytes, name)
  const blocks = isNew ? [...(small ?? []), attached(picture)] : []
  return { hash: picture.hash, type: picture.type, blocks }
}

async function storePreview(
  blobs: SpaceBlobs,
  previewOf: BlobHash,
  preview: Uint8Array,
  name: string,
): Promise<Block[]> {
  if (blobs.isOwn(previewOf)) return []
  const { isNew, ...small } = await blobs.put(preview, name)
  return isNew ? [attached({ ...small, previewOf })] : []
}

function attached({ key, ...file }: Omit<Attachment, 'device'>): Block {
  return { kind: 'attached', ...file, key: b4a.from(key, 'hex') }
}
