import type { DocumentId } from '../../../src-shared/ids.ts'

/** A document that could not be read so many times is set aside. */
const ATTEMPTS = 3

/** Attempts that come sooner after each other count as one, in milliseconds: what is short of memory now may not be then. */
export const RETRY_AFTER = 1_000

interface Failures {
  times: number
  countedAt: number
}

/** How many times documents could not be read, for a reason of their own. */
export class FailedAttempts {
  private readonly times = new Map<DocumentId, Failures>()

  get size(): number {
    return this.times.size
  }

  /** One more. Whether it was the last. */
  add(id: DocumentId): boolean {
    const now = performance.now()
    const before = this.times.get(id) ?? { times: 0, countedAt: Number.NEGATIVE_INFINITY }
    if (now - before.countedAt < RETRY_AFTER) return false
    this.times.set(id, { times: before.times + 1, countedAt: now })
    return before.times + 1 >= ATTEMPTS
  }

  forget(id: DocumentId): void {
    this.times.delete(id)
  }
}
