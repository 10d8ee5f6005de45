import { EventEmitter } from 'node:events'
import { setImmediate, setTimeout } from 'node:timers/promises'
import * as A from '@automerge/automerge'
import { isDiskRefusal, toAppError } from '../../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { type DocumentType, type Row, readRow, readSearchText, type SearchText } from '../../../src-shared/model/row.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import type { Directory } from './directory.ts'
import type { DocumentStore } from './document-store.ts'
import { FailedAttempts, RETRY_AFTER } from './failed-attempts.ts'
import { OrderedWrites } from './ordered-writes.ts'
import { ReadingTurns } from './reading-turns.ts'
import type { SetAsideList } from './set-aside.ts'

/** The search, as documents feed it. */
export interface SearchSink {
  put(entry: { id: DocumentId; kind: 'page' | 'resource'; text: SearchText }): void
  remove(id: DocumentId): void
  commit(): Promise<void>
}

export interface PreparationOptions {
  space: SpaceId
  device: DeviceId
  views: ViewDatabase
  store: DocumentStore
  directory: Directory
  setAside: SetAsideList
  search: SearchSink
  now(): Timestamp
  /** Much is on its way: it goes first, and documents are read with what time it leaves. */
  isReceiving(): boolean
  /** A document could not be read, for the log of the process. */
  onUnread(document: DocumentId, reason: unknown): void
}

interface DocumentAtHand {
  id: DocumentId
  document: A.Doc<Fields>
  updatedAt: Timestamp
}

/** A document as it was when `waiting` had `mark` for it. */
interface ReadDocument extends DocumentAtHand {
  mark: number | 'overtaken' | undefined
}

/** One of which lists have something to show. */
interface ListedDocument extends ReadDocument {
  row: Row
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

/**
 * Reads documents whose changes were noted into lists and search, in the background. What is to be read stands on the
 * disk before anything else does: a process that is killed takes it up again.
 */
export class Preparation extends EventEmitter<{
  /** Rows have changed. */
  listed: [DocumentType[]]
  prepared: []
  /** Lists or search cannot be written. */
  refused: [unknown]
}> {
  /** What `waiting` and `unfinished` hold, on disk. */
  private readonly stale: View<{ since: number }>
  /** Documents whose row is behind their changes, with a mark that moves at each change. */
  private readonly waiting = new Map<DocumentId, number>()
  private readonly turns = new ReadingTurns()
  /** Documents that lists show as they are now, and the search once it has written them. */
  private readonly unfinished = new Set<DocumentId>()
  private readonly failures = new FailedAttempts()
  private finishing: Promise<void> = Promise.resolve()
  private readonly rowWrites = new OrderedWrites()
  /** Documents of which a change is being written: until it is, what is read of them is the past. */
  private readonly arriving = new Map<DocumentId, number>()
  private preparing: Promise<void> | null = null
  /** Why the last reading came to nothing. */
  private refusal: unknown
  /** Documents that we are writing, with the mark of our change; `overtaken` once somebody else wrote them meanwhile. */
  private readonly writing = new Map<DocumentId, number | 'overtaken' | undefined>()
  private gathering: NodeJS.Timeout | null = null
  private retrying: NodeJS.Timeout | null = null
  private marks = 0
  private isStarted = false
  private readonly stopping = new AbortController()

  constructor(
    private readonly options: PreparationOptions,
    /** Documents are read under it. */
    private readonly actor: string,
  ) {
    super()
    this.stale = options.views.json(options.space, 'stale')
  }

  /** Takes up what the last run had not finished. Every log must be open: a document would be listed by a part of its blocks. */
  async start(): Promise<void> {
    for await (const id of this.stale.keys()) this.waiting.set(id as DocumentId, ++this.marks)
    this.isStarted = true
    this.begin()
  }

  /** Documents received whose rows and search text are still to come. */
  get unprepared(): number {
    return this.waiting.size
  }

  /** A change of a document is written with `batch`: until `settled` hears of it, what is read of it is the past. */
  expect(batch: ReturnType<ViewDatabase['batch']>, id: DocumentId, at: Timestamp): void {
    this.markTo(batch, id, at)
    this.waiting.set(id, ++this.marks)
    this.arriving.set(id, (this.arriving.get(id) ?? 0) + 1)
  }

  /** To be called once what was expected was written, or could not be. */
  settled(id: DocumentId, writer: DeviceId): void {
    const left = (this.arriving.get(id) ?? 1) - 1
    if (left === 0) this.arriving.delete(id)
    else this.arriving.set(id, left)
    this.giveTurn(id, writer)
    if (!this.writing.has(id) || this.writing.get(id) === 'overtaken') return
    this.writing.set(id, writer === this.options.device ? this.marks : 'overtaken')
  }

  /** Has a document read that nothing new came of, once `batch` is written and `readAgain` called. */
  markTo(batch: ReturnType<ViewDatabase['batch']>, id: DocumentId, at: Timestamp): void {
    batch.put(id, { since: at }, { sublevel: this.stale })
  }

  /** To be called once the marks of these documents are written. */
  readAgain(ids: DocumentId[]): void {
    for (const id of ids) this.giveTurn(id, null)
    this.begin()
  }

  /** Soon, together with what else comes. */
  beginSoon(): void {
    this.gathering ??= globalThis.setTimeout(() => this.begin(), GATHER)
  }

  /** To be begun before the documents are read: what others write from then on may not be in what was read. */
  async whileWriting(ids: DocumentId[], work: () => Promise<void>): Promise<void> {
    for (const id of ids) this.writing.set(id, undefined)
    try {
      await work()
    } finally {
      for (const id of ids) this.writing.delete(id)
    }
  }

  /** Lists documents that are being written and are on disk now, without reading them again. */
  async listWritten(documents: DocumentAtHand[]): Promise<void> {
    const read = documents.map((document) => ({ ...document, mark: this.writing.get(document.id) }))
    // They are on disk: lists that are refused follow later, and must not make anybody write the same again.
    const types = await this.list(read).catch(() => [])
    this.beginSoon()
    if (types.length > 0) this.emit('listed', types)
  }

  /** Resolves when every document received so far stands in lists and search. @throws what the disk refuses meanwhile */
  async prepared(): Promise<void> {
    // Refused, perhaps, by what is over.
    await this.preparing
    while (this.waiting.size > 0 && this.isStarted && !this.isStopped) {
      this.begin()
      await this.preparing
      if (this.refusal !== undefined) throw this.refusal
      if (this.waiting.size > 0 && this.waiting.size === this.failures.size) await this.pause(RETRY_AFTER)
    }
    await this.finish()
  }

  /** To be awaited before what was expected is written: a mark being taken off must not take the new one. */
  async whenWritable(): Promise<void> {
    await this.finishing
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    this.stopTimers()
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

  private begin(): void {
    this.stopTimers()
    if (this.isStopped || !this.isStarted) return
    this.preparing ??= this.prepareWaiting()
      .then(() => {
        this.refusal = undefined
      })
      // The disk refuses: the logs have everything, and lists and search follow when it can.
      .catch((reason) => {
        this.refusal = reason
        this.emit('refused', reason)
        return this.pause(RETRY_AFTER)
      })
      .finally(() => {
        this.preparing = null
        const isBehind = this.unfinished.size > 0 || this.waiting.size > this.failures.size
        if (isBehind && !this.isStopped) this.beginSoon()
        else if (this.failures.size > 0) this.retrying ??= globalThis.setTimeout(() => this.begin(), RETRY_AFTER)
        else this.emit('prepared')
      })
  }

  private async prepareWaiting(): Promise<void> {
    for (const id of this.waiting.keys()) if (!this.turns.has(id)) this.turns.add(id, null)
    let id: DocumentId | undefined
    do {
      const types = new Set<DocumentType>()
      for (let read = 0; read < DOCUMENTS_PER_COMMIT; read++) {
        id = this.nextWaiting()
        if (!id) break
        const begun = performance.now()
        try {
          for (const type of await this.refresh(id)) types.add(type)
        } catch (failure) {
          // One that cannot be read must not keep those behind it from being listed; a disk that refuses keeps all.
          if (isDiskRefusal(failure)) throw failure
          await this.noteUnread(id, failure)
        }
        await this.letOthersWork(performance.now() - begun)
      }
      await this.finish()
      if (types.size > 0) this.emit('listed', [...types])
    } while (id)
  }

  private stopTimers(): void {
    for (const timer of [this.gathering, this.retrying]) if (timer) clearTimeout(timer)
    this.gathering = this.retrying = null
  }

  /** What has failed often enough is left to a person, or to the next version, to try again. */
  private async noteUnread(id: DocumentId, reason: unknown): Promise<void> {
    const { setAside, now, onUnread } = this.options
    onUnread(id, reason)
    if (!this.failures.add(id)) return
    await setAside.put({ document: id, device: null, reason: toAppError(reason).code, at: now() })
    this.leaveAside(id)
  }

  private leaveAside(id: DocumentId): void {
    if (!this.options.setAside.hasDocument(id)) return
    this.forget(id)
    this.unfinished.add(id)
  }

  /** Nothing waits for it any more. */
  private forget(id: DocumentId): void {
    this.waiting.delete(id)
    this.failures.forget(id)
  }

  /** What waits without a turn waits until nothing comes any more, and that a member can put off. */
  private giveTurn(id: DocumentId, writer: DeviceId | null): void {
    this.waiting.set(id, ++this.marks)
    this.turns.add(id, writer)
  }

  /** Undefined once all were read, or everything stops. */
  private nextWaiting(): DocumentId | undefined {
    let id = this.turns.take()
    // It was listed since, or read in the turn of another device.
    while (id && !this.waiting.has(id)) id = this.turns.take()
    return this.isStopped ? undefined : id
  }

  /** Timers, sockets and windows have their turn between two documents, and what arrives has more than that. */
  private async letOthersWork(worked: number): Promise<void> {
    await setImmediate()
    const begun = performance.now()
    const left = () => PAUSES_WHILE_RECEIVING * worked - (performance.now() - begun)
    // One that took long is no reason to pause once everything has arrived.
    while (left() > 0 && this.options.isReceiving() && !this.isStopped) await this.pause(Math.min(left(), GATHER))
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
  private async refresh(id: DocumentId): Promise<DocumentType[]> {
    const mark = this.waiting.get(id)
    if (mark === undefined) return []
    if (this.options.setAside.hasDocument(id)) {
      this.leaveAside(id)
      return []
    }
    const loaded = await this.options.store.load(id, this.actor)
    if (!loaded) return this.unlist(id, mark)
    const types = await this.list([{ id, ...loaded, mark }])
    A.free(loaded.document)
    return types
  }

  /** There is nothing to list of it, whatever its first change announced: a row that cannot be opened must not stay. */
  private async unlist(id: DocumentId, mark: ReadDocument['mark']): Promise<DocumentType[]> {
    if (this.waiting.get(id) !== mark || this.arriving.has(id)) return []
    const batch = this.options.views.batch()
    const row = await this.options.directory.removeTo(batch, id)
    await this.rowWrites.add([id], () => batch.write())
    if (this.waiting.get(id) === mark && !this.arriving.has(id)) {
      this.forget(id)
      this.unfinished.add(id)
    }
    // Also without a row: the process may have been killed after that had gone, and before the search had written it.
    this.options.search.remove(id)
    return row ? [row.type] : []
  }

  /**
   * Writes the rows of documents at hand, except those that a later reading has listed meanwhile, and takes away those of
   * documents of which none can be read. A document stays waiting unless its `mark` is of its latest change.
   */
  private async list(documents: ReadDocument[]): Promise<DocumentType[]> {
    const rows: ListedDocument[] = []
    const others: ReadDocument[] = []
    for (const read of documents) {
      if (!this.waiting.has(read.id)) continue
      const row = readRow(read.id, read.document, read.updatedAt)
      if (row) rows.push({ ...read, row })
      else others.push(read)
    }
    const types = new Set(rows.length > 0 ? await this.listRows(rows) : [])
    for (const { id, mark } of others) for (const type of await this.unlist(id, mark)) types.add(type)
    return [...types]
  }

  private async listRows(documents: ListedDocument[]): Promise<DocumentType[]> {
    const batch = this.options.views.batch()
    const ids = documents.map(({ id }) => id)
    for (const { id, document, row } of documents) {
      this.options.directory.putTo(batch, row)
      this.options.directory.show(row)
      this.index(id, row, document)
    }
    const listed = documents.filter(({ id, mark }) => this.waiting.get(id) === mark && !this.arriving.has(id))
    // At once: an older reading that comes while the rows are being written finds that it is too late.
    for (const { id } of listed) this.forget(id)
    try {
      await this.rowWrites.add(ids, () => batch.write())
    } catch (refused) {
      for (const { id } of listed) this.giveTurn(id, null)
      throw refused
    }
    for (const { id } of listed) this.unfinished.add(id)
    return documents.map(({ row }) => row.type)
  }

  private index(id: DocumentId, row: Row, document: A.Doc<Fields>): void {
    const text = readSearchText(row, document)
    if (text && row.type !== 'place') this.options.search.put({ id, kind: row.type, text })
    else this.options.search.remove(id)
  }
}
