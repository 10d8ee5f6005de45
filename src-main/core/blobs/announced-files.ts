import type { BlobHash } from '../../../src-shared/ids.ts'
import { type Attachment, isPreview } from './attachment.ts'

/** Files of one device: a picture and its preview every hour for three years. Each takes a thousand bytes of memory. */
export const MAX_FILES = 50_000

/** Blocks whose files are kept together: there are no more files in them than that. */
const STRETCH = 256

/**
 * What one device says its files are. Whoever puts each file behind the last, and each once, never has two at the same
 * blocks, nor one in two places: what says otherwise is a lie, and is not kept, so that nothing has to be looked for among
 * many.
 */
export class AnnouncedFiles {
  private readonly hashes = new Set<BlobHash>()
  private readonly pictured = new Set<BlobHash>()
  private readonly stretches = new Map<number, Attachment[]>()

  get isFull(): boolean {
    return this.hashes.size >= MAX_FILES
  }

  /** False for one that is known, cannot be, or is one too many. */
  add(attachment: Attachment): boolean {
    const { hash, previewOf } = attachment
    if (this.isFull || this.hashes.has(hash)) return false
    const small = isPreview(attachment) ? previewOf : undefined
    if (small && this.pictured.has(small)) return false
    const stretches = stretchesOf(attachment)
    if (stretches.some((stretch) => this.stretches.get(stretch)?.some((other) => areTogether(other, attachment)))) {
      return false
    }
    this.hashes.add(hash)
    if (small) this.pictured.add(small)
    for (const stretch of stretches) {
      const files = this.stretches.get(stretch)
      if (files) files.push(attachment)
      else this.stretches.set(stretch, [attachment])
    }
    return true
  }

  /** The file of which a block is part. */
  at(block: number): Attachment | undefined {
    return this.stretches
      .get(Math.floor(block / STRETCH))
      ?.find(({ blob }) => block >= blob.blockOffset && block < blob.blockOffset + blob.blockLength)
  }
}

function stretchesOf({ blob }: Attachment): number[] {
  const first = Math.floor(blob.blockOffset / STRETCH)
  const last = Math.floor((blob.blockOffset + blob.blockLength - 1) / STRETCH)
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
}

function areTogether({ blob: one }: Attachment, { blob: other }: Attachment): boolean {
  return (
    one.blockOffset < other.blockOffset + other.blockLength && other.blockOffset < one.blockOffset + one.blockLength
  )
}
