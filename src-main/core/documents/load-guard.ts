import { AppError } from '../../../src-shared/errors.ts'
import type { DocumentId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import type { DocumentWeights } from './document-weights.ts'
import type { SetAsideList } from './set-aside.ts'

/** Operations of a document that is noted before it is read: a tenth of a second's work, and tens of megabytes. */
export const HEAVY_OPERATIONS = 100_000

export interface LoadGuardOptions {
  space: SpaceId
  views: ViewDatabase
  weights: DocumentWeights
  setAside: SetAsideList
  now(): Timestamp
  /** A heavy document is noted, and about to be read. */
  onHeavy(document: DocumentId, operations: number): void
}

/**
 * A document that ends the process must not end it at every start: a heavy one is noted before it is read, and what is
 * found noted at a start is set aside until somebody asks for it to be tried again.
 */
export class LoadGuard {
  private readonly reading: View<{ since: Timestamp }>

  constructor(private readonly options: LoadGuardOptions) {
    this.reading = options.views.json(options.space, 'reading')
  }

  /**
   * Sets aside what was being read when the last process died, and `hung`, which it was busy with for too long. To be
   * awaited before anything is read.
   */
  async start(hung: DocumentId | undefined): Promise<void> {
    const { views, setAside, now } = this.options
    const batch = views.batch()
    if (hung) setAside.putTo(batch, { document: hung, device: null, reason: 'crashed', at: now() })
    for await (const [id, { since }] of this.reading.iterator()) {
      setAside.putTo(batch, { document: id as DocumentId, device: null, reason: 'crashed', at: since })
      batch.del(id, { sublevel: this.reading })
    }
    await batch.write()
  }

  /** @throws AppError `set-aside` */
  async during<Result>(document: DocumentId, read: () => Promise<Result>): Promise<Result> {
    const { weights, setAside, now, onHeavy } = this.options
    if (setAside.hasDocument(document)) throw new AppError('set-aside', `${document} is set aside`)
    const operations = await weights.total(document)
    if (operations < HEAVY_OPERATIONS) return read()
    // A disk that refuses the note does not make the document unreadable.
    await this.reading.put(document, { since: now() }).catch(() => undefined)
    onHeavy(document, operations)
    try {
      return await read()
    } finally {
      await this.reading.del(document).catch(() => undefined)
    }
  }
}
