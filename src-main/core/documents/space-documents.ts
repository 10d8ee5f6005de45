import { EventEmitter, once } from 'node:events'
import * as A from '@automerge/automerge'
import { generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo/slim'
import AsyncLock from 'async-lock'
import { AppError } from '../../../src-shared/errors.ts'
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
import { actorBelongs, actorOf, actorPrefix, CORE_SLOT } from './actor.ts'
import { readChangeHeader } from './change-header.ts'
import type { Directory } from './directory.ts'
import { type DocumentStore, found, type LoadedDocument } from './document-store.ts'

/** Changes of one document, as a log carries them. */
export interface DocumentChanges {
  document: DocumentId
  changes: Uint8Array[]
  at: Timestamp
  summary?: unknown
}

/** Where changes stand in the logs. */
export interface LoggedChanges extends DocumentChanges {
  device: DeviceId
  index: number
}

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

export interface SpaceDocumentsOptions {
  space: SpaceId
  device: DeviceId
  views: ViewDatabase
  store: DocumentStore
  directory: Directory
  search: SearchSink
  now(): Timestamp
  /** Resolves when the changes are on disk in our log, and `receive` has been given them. */
  publish(changes: DocumentChanges[]): Promise<void>
  /** Much is on its way: documents are read once it is here, so that receiving them is not slowed down. */
  isReceiving(): boolean
}

/** Documents made readable before the index writes what it has. */
const DOCUMENTS_PER_COMMIT = 200

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
  received: []
}> {
  readonly ownPrefix: string
  private readonly prefixes = new Map<DeviceId, string>()
  private readonly stale: View<{ since: number }>
  private readonly lock = new AsyncLock()
  /** Documents whose row is behind their changes, with a mark that moves at each change. */
  private readonly waiting = new Map<DocumentId, number>()
  /** Documents of which a change is being written: until it is, what is read of them is the past. */
  private readonly arriving = new Map<DocumentId, number>()
  private preparing: Promise<void> | null = null
  private marks = 0
  private stopped = false

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
   * nobody writes in somebody else's name.
   * @throws AppError `no-access`, `unreadable`, `too-large`
   */
  receive(batch: ReturnType<ViewDatabase['batch']>, logged: LoggedChanges): void {
    const prefix = this.prefixOf(logged.device)
    for (const change of logged.changes) {
      const { actor } = readChangeHeader(change)
      if (!actorBelongs(prefix, actor)) throw new AppError('no-access', `a change by ${actor} in another device's log`)
    }
    this.options.store.addTo(batch, logged)
    batch.put(logged.document, { since: logged.at }, { sublevel: this.stale })
    this.waiting.set(logged.document, ++this.marks)
    this.arriving.set(logged.document, (this.arriving.get(logged.document) ?? 0) + 1)
    const row = announcedRow(logged)
    if (row && !this.options.directory.has(row)) this.options.directory.putTo(batch, row)
  }

  /** To be called once what `receive` noted was written, or could not be. */
  settled(logged: LoggedChanges[]): void {
    for (const { document } of logged) {
      const left = (this.arriving.get(document) ?? 1) - 1
      if (left === 0) this.arriving.delete(document)
      else this.arriving.set(document, left)
      this.waiting.set(document, ++this.marks)
    }
  }

  /** To be called once what `receive` noted is written. */
  received(logged: LoggedChanges[]): void {
    const { device: own, directory } = this.options
    for (const { document, changes, device } of logged) {
      if (device !== own) this.emit('arrived', document, changes)
    }
    const rows = logged.flatMap((changes) => announcedRow(changes) ?? [])
    for (const row of rows) if (!directory.has(row)) directory.show(row)
    if (rows.length > 0) this.emit('listed', [...new Set(rows.map(({ type }) => type))])
    this.emit('received')
    this.prepare()
  }

  /** @throws AppError `not-found` */
  async load(id: DocumentId, slot: number): Promise<LoadedDocument> {
    return found(await this.options.store.load(id, actorOf(this.ownPrefix, slot)), `document ${id}`)
  }

  /** Makes documents, on disk when it resolves. */
  async create(roots: NewDocument[]): Promise<DocumentId[]> {
    const at = this.options.now()
    const made = roots.map(({ id = newDocumentId(), fields, fill }) => {
      const document = A.change(A.from(fields, { actor: actorOf(this.ownPrefix, CORE_SLOT) }), (draft) => fill?.(draft))
      return { id, document, updatedAt: at }
    })
    await this.options.publish(
      made.map(({ id, document }) => ({
        document: id,
        changes: A.getAllChanges(document),
        at,
        summary: summarise(document),
      })),
    )
    await this.list(made)
    return made.map(({ id }) => id)
  }

  /** Changes a document that no window has open. On disk when it resolves. */
  change(id: DocumentId, edit: (document: Fields) => void): Promise<void> {
    return this.lock.acquire(id, async () => {
      const { document } = await this.load(id, CORE_SLOT)
      const edited = A.change(document, edit)
      const changes = A.getChangesSince(edited, A.getHeads(document))
      if (changes.length === 0) return
      await this.options.publish([{ document: id, changes, at: this.options.now(), summary: summarise(edited) }])
      const types = await this.refresh(id)
      if (types.length > 0) this.emit('listed', types)
    })
  }

  /** Resolves when every document received so far stands in lists and search. */
  async prepared(): Promise<void> {
    while (this.waiting.size > 0 && !this.stopped) {
      this.prepare()
      await this.preparing
    }
    await this.options.search.commit()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.emit('received')
    await this.preparing
    await this.options.search.commit()
  }

  private prepare(): void {
    this.preparing ??= this.prepareWaiting().finally(() => {
      this.preparing = null
      if (this.waiting.size > 0 && !this.stopped) this.prepare()
      else this.emit('prepared')
    })
  }

  private async prepareWaiting(): Promise<void> {
    const ids = [...this.waiting.keys()]
    while (ids.length > 0 && !this.stopped) {
      const types = new Set<DocumentType>()
      for (const id of ids.splice(0, DOCUMENTS_PER_COMMIT)) {
        if (this.stopped) break
        while (this.options.isReceiving() && !this.stopped) await once(this, 'received')
        for (const type of await this.refresh(id)) types.add(type)
        await nextTurn()
      }
      await this.options.search.commit()
      if (types.size > 0) this.emit('listed', [...types])
    }
  }

  /** Reads a document anew into lists and search, unless nothing waits for it any more. */
  async refresh(id: DocumentId): Promise<DocumentType[]> {
    const mark = this.waiting.get(id)
    if (mark === undefined) return []
    const loaded = await this.options.store.load(id, actorOf(this.ownPrefix, CORE_SLOT))
    if (!loaded) {
      if (this.waiting.get(id) === mark) this.waiting.delete(id)
      return []
    }
    const types = await this.list([{ id, ...loaded }], mark)
    A.free(loaded.document)
    return types
  }

  /**
   * Writes the rows of documents at hand, except those that a later reading has listed meanwhile. A document stays
   * waiting unless `mark` is of its latest change.
   */
  private async list(
    documents: { id: DocumentId; document: A.Doc<Fields>; updatedAt: Timestamp }[],
    mark?: number,
  ): Promise<DocumentType[]> {
    const batch = this.options.views.batch()
    const behind = documents.filter(({ id }) => this.waiting.has(id))
    const rows = behind.flatMap(({ id, document, updatedAt }) => {
      const row = readRow(id, document, updatedAt)
      if (row) {
        this.options.directory.putTo(batch, row)
        this.options.directory.show(row)
      }
      this.index(id, row, document)
      if (this.waiting.get(id) === mark && !this.arriving.has(id)) {
        batch.del(id, { sublevel: this.stale })
        this.waiting.delete(id)
      }
      return row ? [row] : []
    })
    await batch.write()
    const types = [...new Set(rows.map(({ type }) => type))]
    if (mark === undefined && types.length > 0) this.emit('listed', types)
    return types
  }

  private index(id: DocumentId, row: Row | undefined, document: A.Doc<Fields>): void {
    const text = row && readSearchText(row, document)
    if (text && row.type !== 'place') this.options.search.put({ id, kind: row.type, text })
    else this.options.search.remove(id)
  }

  private prefixOf(device: DeviceId): string {
    const prefix = this.prefixes.get(device) ?? actorPrefix(this.options.space, device)
    this.prefixes.set(device, prefix)
    return prefix
  }
}

export function newDocumentId(): DocumentId {
  return parseAutomergeUrl(generateAutomergeUrl()).documentId as unknown as DocumentId
}

/**
 * The row of a document that was just made, before anybody opened it. Later changes announce nothing: what they build
 * upon may still be on its way, and a list shows only what can be opened.
 */
function announcedRow({ document, changes, summary, at }: LoggedChanges): Row | undefined {
  const isNew = changes.some((change) => readChangeHeader(change).dependencies === 0)
  return isNew ? readRow(document, summary, at) : undefined
}

/** Lets timers, sockets and windows have their turn between two documents. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
