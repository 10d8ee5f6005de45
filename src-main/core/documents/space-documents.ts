import { EventEmitter } from 'node:events'
import { setImmediate, setTimeout } from 'node:timers/promises'
import * as A from '@automerge/automerge'
import { generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo/slim'
import AsyncLock from 'async-lock'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import {
  type DocumentType,
  type Row,
  readRow,
  readSearchText,
  type SearchText,
  summarise,
} from '../../../src-shared/model/row.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import { actorOf, actorPrefix, CORE_SLOT } from './actor.ts'
import type { ChangeAdmission } from './change-admission.ts'
import type { Directory } from './directory.ts'
import { type DocumentStore, found, type LoadedDocument } from './document-store.ts'
import type { WeightTally } from './document-weights.ts'
import type { DocumentChanges, LoggedChanges, ReceivedChanges } from './logged-changes.ts'
import type { SetAsideList } from './set-aside.ts'

/** A document to be made. `fill` may write into its rich texts. */
export interface NewDocument {
  id?: DocumentId
  fields: Fields
  fill?: (document: Fields) => void
}

/** The search, as documents feed it. */
export interface SearchSink {
  put(entry: { id: DocumentId; kind: 'page' | 'resource'; text: SearchText }): void
  remove(id: DocumentId): void
  commit(): Promise<void>
}

/** A document as it was when `waiting` had `mark` for it. */
interface ReadDocument {
  id: DocumentId
  document: A.Doc<Fields>
  updatedAt: Timestamp
  mark: number | 'overtaken' | undefined
}

/** A document that we wrote, with what is new in it. */
interface WrittenDocument {
  id: DocumentId
  document: A.Doc<Fields>
  changes: Uint8Array[]
  updatedAt: Timestamp
}

export interface SpaceDocumentsOptions {
  space: SpaceId
  device: DeviceId
  views: ViewDatabase
  store: DocumentStore
  directory: Directory
  admission: Pick<ChangeAdmission, 'admit'>
  setAside: SetAsideList
  search: SearchSink
  now(): Timestamp
  /** Resolves when the changes are on disk in our log, and `receive` has been given them. */
  publish(changes: DocumentChanges[]): Promise<void>
  /** Resolves when `receive` has been given all of our own log; rejects while the views refuse it. */
  ownLogRead(): Promise<void>
  /** Much is on its way: it goes first, and documents are read with what time it leaves. */
  isReceiving(): boolean
}

/** Documents made readable before the index writes what it has. */
const DOCUMENTS_PER_COMMIT = 200

/**
 * While much is on its way, reading documents pauses this many times as long as it worked. A slow line is still
 * followed as it goes; a fast one is not held up.
 */
const PAUSES_WHILE_RECEIVING = 30

/** A change is passed on before it is read, and changes that come together are read once: a wait in milliseconds. */
const GATHER = 100

/** Wait before a refused write is tried again, in milliseconds. */
const RETRY_AFTER = 1_000

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
  /** What `waiting` and `unfinished` hold, on disk: a process that is killed takes it up again. */
  private readonly stale: View<{ since: number }>
  private readonly lock = new AsyncLock()
  /** Documents whose row is behind their changes, with a mark that moves at each change. */
  private readonly waiting = new Map<DocumentId, number>()
  /** Documents that lists show as they are now, and the search once it has written them. */
  private readonly unfinished = new Set<DocumentId>()
  private finishing: Promise<void> = Promise.resolve()
  /** Documents of which a change is being written: until it is, what is read of them is the past. */
  private readonly arriving = new Map<DocumentId, number>()
  private preparing: Promise<void> | null = null
  /** Documents that we are writing, with the mark of our change; `overtaken` once somebody else wrote them meanwhile. */
  private readonly writing = new Map<DocumentId, number | 'overtaken' | undefined>()
  private gathering: NodeJS.Timeout | null = null
  private marks = 0
  private readonly stopping = new AbortController()

  constructor(private readonly options: SpaceDocumentsOptions) {
    super()
    this.ownPrefix = actorPrefix(options.space, options.device)
    this.stale = options.views.json(options.space, 'stale')
  }

  /** Takes up what the last run had not finished. */
  async start(): Promise<void> {
    for await (const id of this.stale.keys()) this.waiting.set(id as DocumentId, ++this.marks)
    this.prepare()
  }

  /** Documents received whose rows and search text are still to come. */
  get unprepared(): number {
    return this.waiting.size
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
    batch.put(logged.document, { since: logged.at }, { sublevel: this.stale })
    this.waiting.set(logged.document, ++this.marks)
    this.arriving.set(logged.document, (this.arriving.get(logged.document) ?? 0) + 1)
    const isNew = headers.some(({ dependencies }) => dependencies === 0)
    const row = isNew ? readRow(logged.document, logged.summary, logged.at) : undefined
    if (row && !this.options.directory.has(row)) this.options.directory.putTo(batch, row)
    return { ...logged, row }
  }

  /** Reads a document again that was set aside. @throws AppError `not-found`, `disk-full`, `disk-failed` */
  async tryAgain(id: DocumentId): Promise<void> {
    if (!this.options.setAside.hasDocument(id)) throw new AppError('not-found', `${id} is not set aside`)
    await this.options.setAside.removeDocument(id)
    await this.stale.put(id, { since: this.options.now() })
    this.waiting.set(id, ++this.marks)
    this.prepare()
  }

  /** To be called once what `receive` noted was written, or could not be. */
  settled(received: ReceivedChanges[]): void {
    for (const { document, device } of received) {
      const left = (this.arriving.get(document) ?? 1) - 1
      if (left === 0) this.arriving.delete(document)
      else this.arriving.set(document, left)
      this.waiting.set(document, ++this.marks)
      this.markWritten(document, device)
    }
  }

  private markWritten(document: DocumentId, device: DeviceId): void {
    if (!this.writing.has(document) || this.writing.get(document) === 'overtaken') return
    this.writing.set(document, device === this.options.device ? this.marks : 'overtaken')
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
    this.prepareSoon()
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
    const at = this.options.now()
    const made = roots.map(({ id = newDocumentId(), fields, fill }) => {
      this.writing.set(id, undefined)
      const document = A.change(A.from(fields, { actor: actorOf(this.ownPrefix, CORE_SLOT) }), (draft) => fill?.(draft))
      return { id, document, updatedAt: at }
    })
    await this.whileWriting(
      made.map(({ id }) => id),
      () => this.write(made.map((document) => ({ ...document, changes: A.getAllChanges(document.document) }))),
    )
    for (const { document } of made) A.free(document)
    return made.map(({ id }) => id)
  }

  /** Changes a document that no window has open. On disk when it resolves. */
  change(id: DocumentId, edit: (document: Fields) => void): Promise<void> {
    return this.lock.acquire(id, () => this.whileWriting([id], () => this.edit(id, edit)))
  }

  private async edit(id: DocumentId, edit: (document: Fields) => void): Promise<void> {
    const { document, updatedAt } = await this.loadToWrite(id, CORE_SLOT)
    const edited = A.change(document, edit)
    const changes = A.getChangesSince(edited, A.getHeads(document))
    if (changes.length === 0) return
    // A clock that went back must not make an edit older than what it builds upon.
    const at = Math.max(updatedAt, this.options.now())
    await this.write([{ id, document: edited, changes, updatedAt: at }])
  }

  /** To be begun before the documents are read: what others write from then on may not be in what was read. */
  private async whileWriting(ids: DocumentId[], work: () => Promise<void>): Promise<void> {
    for (const id of ids) this.writing.set(id, undefined)
    try {
      await work()
    } finally {
      for (const id of ids) this.writing.delete(id)
    }
  }

  /** Publishes and lists documents that are at hand, without reading again what was just written. */
  private async write(documents: WrittenDocument[]): Promise<void> {
    await this.options.publish(
      documents.map(({ id, document, changes, updatedAt }) => ({
        document: id,
        changes,
        at: updatedAt,
        summary: summarise(document),
      })),
    )
    const read = documents.map((document) => ({ ...document, mark: this.writing.get(document.id) }))
    // It is on disk: lists that are refused follow later, and must not make anybody write the same again.
    const types = await this.list(read).catch(() => [])
    this.prepareSoon()
    if (types.length > 0) this.emit('listed', types)
  }

  /** Resolves when every document received so far stands in lists and search. */
  async prepared(): Promise<void> {
    while (this.waiting.size > 0 && !this.isStopped) {
      this.prepare()
      await this.preparing
    }
    await this.finish()
  }

  /** To be awaited before what `receive` noted is written: a mark being taken off must not take the new one. */
  async whenWritable(): Promise<void> {
    await this.finishing
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    if (this.gathering) clearTimeout(this.gathering)
    await this.preparing
    // What the disk refuses now is done at the next start.
    await this.finish().catch(() => undefined)
  }

  /** Has the search write what it was given, then forgets that it was to be done. */
  private async finish(): Promise<void> {
    const given = [...this.unfinished]
    this.unfinished.clear()
    try {
      await this.options.search.commit()
    } catch (refused) {
      for (const id of given) this.unfinished.add(id)
      throw refused
    }
    const batch = this.options.views.batch()
    for (const id of given) {
      const isBehind = this.unfinished.has(id) || this.waiting.has(id) || this.arriving.has(id)
      if (!isBehind) batch.del(id, { sublevel: this.stale })
    }
    // A mark that stays costs a reading at the next start, and no more.
    this.finishing = batch.write().catch(() => undefined)
    await this.finishing
  }

  private prepareSoon(): void {
    this.gathering ??= globalThis.setTimeout(() => this.prepare(), GATHER)
  }

  private prepare(): void {
    if (this.gathering) clearTimeout(this.gathering)
    this.gathering = null
    if (this.isStopped) return
    this.preparing ??= this.prepareWaiting()
      // The disk refuses: the logs have everything, and lists and search follow when it can.
      .catch((reason) => {
        this.emit('refused', reason)
        return this.pause(RETRY_AFTER)
      })
      .finally(() => {
        this.preparing = null
        if (this.waiting.size + this.unfinished.size > 0 && !this.isStopped) this.prepareSoon()
        else this.emit('prepared')
      })
  }

  private async prepareWaiting(): Promise<void> {
    const ids = [...this.waiting.keys()]
    do {
      const types = new Set<DocumentType>()
      for (const id of ids.splice(0, DOCUMENTS_PER_COMMIT)) {
        if (this.isStopped) break
        const begun = performance.now()
        for (const type of await this.refresh(id)) types.add(type)
        await this.letOthersWork(performance.now() - begun)
      }
      await this.finish()
      if (types.size > 0) this.emit('listed', [...types])
    } while (ids.length > 0 && !this.isStopped)
  }

  /** Timers, sockets and windows have their turn between two documents, and what arrives has more than that. */
  private async letOthersWork(worked: number): Promise<void> {
    if (this.options.isReceiving()) await this.pause(PAUSES_WHILE_RECEIVING * worked)
    else await setImmediate()
  }

  /** Ends early when everything stops. */
  private async pause(milliseconds: number): Promise<void> {
    const { signal } = this.stopping
    await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined)
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted
  }

  /** Reads a document anew into lists and search, unless nothing waits for it any more. */
  async refresh(id: DocumentId): Promise<DocumentType[]> {
    const mark = this.waiting.get(id)
    if (mark === undefined) return []
    if (this.options.setAside.hasDocument(id)) {
      this.waiting.delete(id)
      this.unfinished.add(id)
      return []
    }
    const loaded = await this.options.store.load(id, actorOf(this.ownPrefix, CORE_SLOT))
    if (!loaded) return this.unlist(id, mark)
    const types = await this.list([{ id, ...loaded, mark }])
    A.free(loaded.document)
    return types
  }

  /** Nothing can be read of it, whatever its first change announced: a row that cannot be opened must not stay. */
  private async unlist(id: DocumentId, mark: number): Promise<DocumentType[]> {
    if (this.waiting.get(id) !== mark || this.arriving.has(id)) return []
    const batch = this.options.views.batch()
    const row = await this.options.directory.removeTo(batch, id)
    await batch.write()
    if (this.waiting.get(id) === mark && !this.arriving.has(id)) {
      this.waiting.delete(id)
      this.unfinished.add(id)
    }
    if (!row) return []
    this.options.search.remove(id)
    return [row.type]
  }

  /**
   * Writes the rows of documents at hand, except those that a later reading has listed meanwhile. A document stays
   * waiting unless its `mark` is of its latest change.
   */
  private async list(documents: ReadDocument[]): Promise<DocumentType[]> {
    const batch = this.options.views.batch()
    const behind = documents.filter(({ id }) => this.waiting.has(id))
    const rows = behind.flatMap(({ id, document, updatedAt }) => {
      const row = readRow(id, document, updatedAt)
      if (row) {
        this.options.directory.putTo(batch, row)
        this.options.directory.show(row)
      }
      this.index(id, row, document)
      return row ? [row] : []
    })
    const listed = behind.filter(({ id, mark }) => this.waiting.get(id) === mark && !this.arriving.has(id))
    // At once: an older reading that comes while the rows are being written finds that it is too late.
    for (const { id } of listed) this.waiting.delete(id)
    try {
      await batch.write()
    } catch (refused) {
      for (const { id } of listed) this.waiting.set(id, ++this.marks)
      throw refused
    }
    for (const { id } of listed) this.unfinished.add(id)
    return [...new Set(rows.map(({ type }) => type))]
  }

  private index(id: DocumentId, row: Row | undefined, document: A.Doc<Fields>): void {
    const text = row && readSearchText(row, document)
    if (text && row.type !== 'place') this.options.search.put({ id, kind: row.type, text })
    else this.options.search.remove(id)
  }
}

export function newDocumentId(): DocumentId {
  return parseAutomergeUrl(generateAutomergeUrl()).documentId as unknown as DocumentId
}
