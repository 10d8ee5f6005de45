import type { DeviceId, DocumentId } from '../../../src-shared/ids.ts'

/** Documents that one device wrote, in the order of their coming. */
interface Queue {
  documents: DocumentId[]
  /** Those before it were taken. */
  first: number
  takesLatest: boolean
}

/**
 * In which order documents are read that wait for it: one of each device that wrote some, in turn, alternately the one that
 * came first and the one that came last. Whoever writes thousands at once holds up nobody's words of just now, not even
 * its own.
 */
export class ReadingTurns {
  private readonly queues = new Map<DeviceId | null, Queue>()
  private readonly standing = new Set<DocumentId>()

  has(document: DocumentId): boolean {
    return this.standing.has(document)
  }

  /** Null where nobody knows any more who wrote it. */
  add(document: DocumentId, writer: DeviceId | null): void {
    const queue = this.queues.get(writer) ?? { documents: [], first: 0, takesLatest: false }
    this.queues.set(writer, queue)
    this.standing.add(document)
    // A word after the other in one page.
    if (queue.documents.at(-1) !== document) queue.documents.push(document)
  }

  /** Undefined once none stands here. */
  take(): DocumentId | undefined {
    const [turn] = this.queues
    if (!turn) return undefined
    const [writer, queue] = turn
    const document = queue.takesLatest ? queue.documents.pop() : queue.documents[queue.first++]
    queue.takesLatest = !queue.takesLatest
    // To the end, behind the other devices.
    this.queues.delete(writer)
    if (queue.first < queue.documents.length) this.queues.set(writer, queue)
    if (document) this.standing.delete(document)
    return document
  }
}
