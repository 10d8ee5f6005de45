import type { DocumentId } from '../../../src-shared/ids.ts'

/**
 * Writes about one document one after the other. A database gives each write a thread: of two at once the older row might
 * reach the disk last, and stay there.
 */
export class OrderedWrites {
  private readonly underway = new Map<DocumentId, Promise<void>>()

  /** Begins `write` once everything about `documents` that was begun before is over, refused or not. */
  async add(documents: DocumentId[], write: () => Promise<void>): Promise<void> {
    const before = Promise.all(documents.map((id) => this.underway.get(id)))
    const written = before.then(write)
    const over = written.catch(() => undefined)
    for (const id of documents) this.underway.set(id, over)
    try {
      await written
    } finally {
      for (const id of documents) if (this.underway.get(id) === over) this.underway.delete(id)
    }
  }
}
