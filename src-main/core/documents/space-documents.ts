import { EventEmitter } from 'node:events'
import * as A from '@automerge/automerge'
import { generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo/slim'
import AsyncLock from 'async-lock'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import type { DeviceId, DocumentId, Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { type DocumentType, readRow, summarise } from '../../../src-shared/model/row.ts'
import type { JournalDraft } from '../lib/journal-draft.ts'
import type { ViewDatabase } from '../lib/view-database.ts'
import { actorOf, actorPrefix, CORE_SLOT } from './actor.ts'
import type { ChangeAdmission } from './change-admission.ts'
import { found, type LoadedDocument } from './document-store.ts'
import type { WeightTally } from './document-weights.ts'
import type { DocumentChanges, LoggedChanges, ReceivedChanges } from './logged-changes.ts'
import { Preparation, type PreparationOptions } from './preparation.ts'
import { always, type Edit, quietTime, type Rewriting } from './rewriting.ts'
import { ViewsVersion } from './views-version.ts'

/** A document to be made. `fill` may write into its rich texts. */
export interface NewDocument {
  id?: DocumentId
  fields: Fields
  fill?: (document: Fields) => void
}

/** A document that we wrote, with what is new in it. */
interface WrittenDocument {
  id: DocumentId
  document: A.Doc<Fields>
  changes: Uint8Array[]
  updatedAt: Timestamp
}

export interface SpaceDocumentsOptions extends PreparationOptions {
  admission: Pick<ChangeAdmission, 'admit'>
  /** The release of Maillage that reads them. */
  application: string
  /** Resolves when the changes are on disk in our log, `settled` gone with that, and `receive` has been given them. */
  publish(changes: DocumentChanges[], settled: JournalDraft[]): Promise<void>
  /** Resolves when `receive` has been given all of our own log; rejects while the views refuse it. */
  ownLogRead(): Promise<void>
}

/**
 * The documents of a space, computed from its logs. A change that arrives is noted at once and read into lists and
 * search a little later, in the background; a document is only opened when somebody looks at it.
 */
export class SpaceDocuments extends EventEmitter<{
  /** Rows have changed. */
  listed: [DocumentType[]]
  /** Changes of others arrived for a document: whoever shows it applies them. */
  arrived: [DocumentId, Uint8Array[]]
  prepared: []
  /** Lists or search cannot be written. */
  refused: [unknown]
}> {
  readonly ownPrefix: string
  private readonly lock = new AsyncLock()
  private readonly preparation: Preparation

  constructor(private readonly options: SpaceDocumentsOptions) {
    super()
    this.ownPrefix = actorPrefix(options.space, options.device)
    this.preparation = new Preparation(options, actorOf(this.ownPrefix, CORE_SLOT))
    this.preparation.on('listed', (types) => this.emit('listed', types))
    this.preparation.on('prepared', () => this.emit('prepared'))
    this.preparation.on('refused', (reason) => this.emit('refused', reason))
  }

  /** Takes up what the last run had not finished, and what another Maillage has read. */
  async start(): Promise<void> {
    await this.renew()
    await this.preparation.start()
  }

  /** What another reader made of documents is made again in the background. What it could not read, we may. */
  private async renew(): Promise<void> {
    const { views, space, application, store, setAside, now } = this.options
    const version = new ViewsVersion(views, space, application)
    const { isSameReader, isSameApplication } = await version.compare()
    if (isSameReader && isSameApplication) return
    const batch = views.batch()
    if (!isSameReader) for await (const id of store.ids()) this.preparation.markTo(batch, id, now())
    if (!isSameApplication) for (const id of setAside.documents()) this.readAgainTo(batch, id)
    version.putTo(batch)
    await batch.write()
  }

  private readAgainTo(batch: ReturnType<ViewDatabase['batch']>, id: DocumentId): void {
    this.options.setAside.removeDocumentTo(batch, id)
    this.preparation.markTo(batch, id, this.options.now())
  }

  stop(): Promise<void> {
    return this.preparation.stop()
  }

  /** Documents received whose rows and search text are still to come. */
  get unprepared(): number {
    return this.preparation.unprepared
  }

  /** Who wrote into a document, and in which block of its log last. */
  writers(id: DocumentId): Promise<Map<DeviceId, number>> {
    return this.options.store.writers(id)
  }

  /** Resolves when every document received so far stands in lists and search. */
  prepared(): Promise<void> {
    return this.preparation.prepared()
  }

  /** To be awaited before what `receive` noted is written. */
  whenWritable(): Promise<void> {
    return this.preparation.whenWritable()
  }

  /**
   * Notes changes that stand in a log. A change made under another device's actor is refused, and with it its block:
   * nobody writes in somebody else's name. `tally` is of its device, and counts what is accepted.
   * @throws AppError `no-access`, `unreadable`, `newer-version`, `too-large`
   */
  receive(batch: ReturnType<ViewDatabase['batch']>, logged: LoggedChanges, tally: WeightTally): ReceivedChanges {
    const headers = this.options.admission.admit(logged, tally)
    tally.putTo(batch, logged.document)
    this.options.store.addTo(batch, logged)
    this.preparation.expect(batch, logged.document, logged.at)
    const isNew = headers.some(({ dependencies }) => dependencies.length === 0)
    const row = isNew ? readRow(logged.document, logged.summary, logged.at) : undefined
    if (row && !this.options.directory.has(row)) this.options.directory.putTo(batch, row)
    return { ...logged, row }
  }

  /** To be called once what `receive` noted was written, or could not be. */
  settled(received: ReceivedChanges[]): void {
    for (const { document, device } of received) this.preparation.settled(document, device)
  }

  /** To be called once what `receive` noted is written. */
  received(received: ReceivedChanges[]): void {
    const { device: own, directory } = this.options
    for (const { document, changes, device } of received) {
      if (device !== own) this.emit('arrived', document, changes)
    }
    const rows = received.flatMap(({ row }) => row ?? [])
    for (const row of rows) if (!directory.has(row)) directory.show(row)
    if (rows.length > 0) this.emit('listed', [...new Set(rows.map(({ type }) => type))])
    this.preparation.beginSoon()
  }

  /** Reads a document again that was set aside. @throws AppError `not-found`, `disk-full`, `disk-failed` */
  async tryAgain(id: DocumentId): Promise<void> {
    if (!this.options.setAside.hasDocument(id)) throw new AppError('not-found', `${id} is not set aside`)
    const batch = this.options.views.batch()
    this.readAgainTo(batch, id)
    await batch.write()
    this.preparation.readAgain([id])
  }

  /** @throws AppError `not-found` */
  async load(id: DocumentId, slot: number): Promise<LoadedDocument> {
    return found(await this.options.store.load(id, actorOf(this.ownPrefix, slot)), `document ${id}`)
  }

  /**
   * The same, to be written: without all that we wrote before, an actor would use its numbers twice, and everybody
   * would refuse the second use.
   * @throws AppError `not-found`, `disk-full`, `disk-failed`
   */
  async loadToWrite(id: DocumentId, slot: number): Promise<LoadedDocument> {
    await this.options.ownLogRead().catch((refused: unknown) => {
      throw toAppError(refused)
    })
    return this.load(id, slot)
  }

  /** Makes documents, on disk when it resolves. */
  async create(roots: NewDocument[]): Promise<DocumentId[]> {
    const documents = roots.map(({ id = newDocumentId(), ...root }) => ({ id, ...root }))
    const ids = documents.map(({ id }) => id)
    await this.preparation.whileWriting(ids, async () => {
      const made = documents.map((document) => this.make(document))
      await this.write(made)
      for (const { document } of made) A.free(document)
    })
    return ids
  }

  private make({ id, fields, fill }: NewDocument & { id: DocumentId }): WrittenDocument {
    const actor = actorOf(this.ownPrefix, CORE_SLOT)
    const document = A.change(A.from(fields, { actor }), (draft) => fill?.(draft))
    return { id, document, changes: A.getAllChanges(document), updatedAt: this.options.now() }
  }

  /** Changes a document that no window has open. On disk when it resolves. */
  change(id: DocumentId, edit: Edit): Promise<void> {
    return this.rewrite(id, always(edit))
  }

  /** The same with what depends upon the document. */
  rewrite(id: DocumentId, rewriting: Rewriting): Promise<void> {
    return this.lock.acquire(id, () => this.preparation.whileWriting([id], () => this.writeAnew(id, rewriting)))
  }

  private async writeAnew(id: DocumentId, { plan, settled, quiet }: Rewriting): Promise<void> {
    const { document, updatedAt } = await this.loadToWrite(id, CORE_SLOT)
    const edit = plan(document)
    if (!edit) return A.free(document)
    const edited = A.change(document, edit)
    const changes = A.getChangesSince(edited, A.getHeads(document))
    // A clock that went back must not make an edit older than what it builds upon.
    const at = quiet ? quietTime(updatedAt) : Math.max(updatedAt, this.options.now())
    if (changes.length > 0) await this.write([{ id, document: edited, changes, updatedAt: at }], settled)
    // Left to the garbage collector, half a megabyte of it at each edit calls for collections of everything.
    A.free(edited)
  }

  /** Publishes documents that are at hand, and lists them. */
  private async write(documents: WrittenDocument[], settled: JournalDraft[] = []): Promise<void> {
    await this.options.publish(
      documents.map(({ id, document, changes, updatedAt }) => ({
        document: id,
        changes,
        at: updatedAt,
        summary: summarise(document),
      })),
      settled,
    )
    await this.preparation.listWritten(documents)
  }
}

export function newDocumentId(): DocumentId {
  return parseAutomergeUrl(generateAutomergeUrl()).documentId as unknown as DocumentId
}
