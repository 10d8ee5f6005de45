import { AppError } from '../../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId } from '../../../src-shared/ids.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'

/**
 * What one device may write into one document: five times a page of 400,000 characters. Each device has its own, counted
 * in the order of its log, so that all who hold that log decide alike, and nobody can use up what others may write.
 */
export const MAX_DOCUMENT_OPERATIONS = 2_000_000

/** How many operations each device wrote into each document, of those that are applied. */
export class DocumentWeights {
  private readonly stored: View<number>

  constructor(views: ViewDatabase, space: SpaceId) {
    this.stored = views.json(space, 'weights')
  }

  /**
   * What `device` wrote so far into each of `documents`, to be added to. One log is read by one reader at a time. At
   * once: between a block that is held and its document that waits, the space would look as if all were prepared.
   */
  tally(device: DeviceId, documents: DocumentId[]): WeightTally {
    const weightOf = (document: DocumentId) => this.stored.getSync(keyOf(document, device)) ?? 0
    return new WeightTally(this.stored, device, new Map(documents.map((document) => [document, weightOf(document)])))
  }

  /** Operations of everybody in a document. */
  async total(document: DocumentId): Promise<number> {
    let sum = 0
    for await (const weight of this.stored.values({ gte: `${document}!`, lt: `${document}~` })) sum += weight
    return sum
  }
}

/** The operations of one device, while a stretch of its log is read. */
export class WeightTally {
  constructor(
    private readonly stored: View<number>,
    private readonly device: DeviceId,
    private readonly weights: Map<DocumentId, number>,
  ) {}

  /** @throws AppError `too-large`, and then nothing is counted */
  add(document: DocumentId, operations: number): void {
    const weight = (this.weights.get(document) ?? 0) + operations
    if (weight > MAX_DOCUMENT_OPERATIONS) throw new AppError('too-large', `${weight} operations in ${document}`)
    this.weights.set(document, weight)
  }

  putTo(batch: ReturnType<ViewDatabase['batch']>, document: DocumentId): void {
    batch.put(keyOf(document, this.device), this.weights.get(document) ?? 0, { sublevel: this.stored })
  }
}

function keyOf(document: DocumentId, device: DeviceId): string {
  return `${document}!${device}`
}
