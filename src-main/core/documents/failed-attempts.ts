import type { DocumentId } from '../../../src-shared/ids.ts'

/** A document that could not be read so many times is set aside. */
const ATTEMPTS = 3

/** How many times documents could not be read, for a reason of their own. */
export class FailedAttempts {
  private readonly times = new Map<DocumentId, number>()

  get size(): number {
    return this.times.size
  }

  /** One more. Whether it was the last. */
  add(id: DocumentId): boolean {
    const times = 1 + (this.times.get(id) ?? 0)
    this.times.set(id, times)
    return times >= ATTEMPTS
  }

  forget(id: DocumentId): void {
    this.times.delete(id)
  }
}
