import type { BlobHash, SpaceId } from '../../src-shared/ids.ts'
import { MAX_PREVIEW_BYTES } from '../../src-shared/model/picture.ts'
import { coreLink } from './core-link.ts'

/** Smaller ones come as quickly themselves, in bytes. */
const MIN_FILE = 2 * MAX_PREVIEW_BYTES

/** Pixels of the longer side. */
const LONGER_SIDE = 640

/** From good to bad: the first that is small enough is taken. */
const QUALITIES = [0.7, 0.4, 0.2]

/** Stores a picture in a space, and how it looks from afar for those whose lines are slow. */
export async function storePicture(space: SpaceId, file: File): Promise<BlobHash> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const preview = await previewOf(file)
  const name = file.name.slice(0, 300)
  return (await coreLink.call('blob.add', { space, bytes, name, ...(preview && { preview }) })).hash
}

/** Undefined where none is worth it, or the window cannot draw the picture: the core says whether it is one. */
async function previewOf(file: File): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (file.size < MIN_FILE) return undefined
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, LONGER_SIDE / Math.max(bitmap.width, bitmap.height))
    const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale))
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    for (const quality of QUALITIES) {
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality })
      if (blob.size <= MAX_PREVIEW_BYTES) return new Uint8Array(await blob.arrayBuffer())
    }
  } catch {
    // It comes without one.
  }
  return undefined
}
