import type { DeviceId, DocumentId, SpaceId } from '../../../src-shared/ids.ts'
import type { SetAside } from '../../../src-shared/ipc/contract.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'

/** More than a person looks through; past that, the log of the process tells alone. */
const MAX_ENTRIES = 1_000

/** What is in the logs and not shown, with the reason: changes that were refused, documents that ended the process. */
export class SetAsideList {
  private readonly stored: View<SetAside>
  private readonly entries = new Map<string, SetAside>()

  constructor(
    private readonly views: ViewDatabase,
    space: SpaceId,
  ) {
    this.stored = views.json(space, 'setAside')
  }

  async start(): Promise<void> {
    for await (const [key, entry] of this.stored.iterator()) this.entries.set(key, entry)
  }

  all(): SetAside[] {
    return [...this.entries.values()]
  }

  get size(): number {
    return this.entries.size
  }

  /** One entry for what a device did to a document: the latest. */
  putTo(batch: ReturnType<ViewDatabase['batch']>, entry: SetAside): void {
    const key = keyOf(entry.document, entry.device)
    // A member can fill the list with what it did; a document that ends the process must find room.
    if (entry.device !== null && this.entries.size >= MAX_ENTRIES && !this.entries.has(key)) return
    this.entries.set(key, entry)
    batch.put(key, entry, { sublevel: this.stored })
  }

  /** The same by itself; what is noted already stays as it is. */
  async put(entry: SetAside): Promise<void> {
    if (this.entries.has(keyOf(entry.document, entry.device))) return
    const batch = this.views.batch()
    this.putTo(batch, entry)
    // A list that cannot be written now is written when the document is read the next time.
    await batch.write().catch(() => this.entries.delete(keyOf(entry.document, entry.device)))
  }

  /** The document as a whole, because of what it did to this process. */
  hasDocument(document: DocumentId): boolean {
    return this.entries.has(keyOf(document, null))
  }

  /** Those that are set aside as a whole. */
  documents(): DocumentId[] {
    return this.all().flatMap(({ document, device }) => (device === null ? document : []))
  }

  removeDocumentTo(batch: ReturnType<ViewDatabase['batch']>, document: DocumentId): void {
    this.entries.delete(keyOf(document, null))
    batch.del(keyOf(document, null), { sublevel: this.stored })
  }
}

function keyOf(document: DocumentId, device: DeviceId | null): string {
  return `${document}!${device ?? ''}`
}
