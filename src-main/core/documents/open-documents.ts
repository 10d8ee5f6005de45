import { EventEmitter } from 'node:events'
import * as A from '@automerge/automerge'
import type { NetworkAdapterInterface } from '@automerge/automerge-repo'
import AsyncLock from 'async-lock'
import { AppError } from '../../../src-shared/errors.ts'
import type { DocumentId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { JournalDraft } from '../lib/journal-draft.ts'
import { stopEach } from '../lib/stop-each.ts'
import { actorOf, CORE_SLOT } from './actor.ts'
import type { DocumentChanges } from './logged-changes.ts'
import { OpenDocument } from './open-document.ts'
import { always, type Edit, type Rewriting } from './rewriting.ts'
import type { SpaceDocuments } from './space-documents.ts'
import { WindowRepo } from './window-repo.ts'

/** The part of a space that its open documents need. */
export interface DocumentHome {
  id: SpaceId
  documents: SpaceDocuments
  /** Saves changes that are to be published soon, in the place of those that were kept of that document, and of `settled`. */
  keep(changes: DocumentChanges, settled: JournalDraft[]): Promise<void>
  /** Saves changes for everybody, and those that were kept of that document with them; `settled` go with that. */
  publish(changes: DocumentChanges, settled: JournalDraft[]): Promise<void>
}

/** What a window must know to show and write a document. */
export interface OpenedDocument {
  url: string
  /** The only actor whose changes from this window reach the log. */
  actor: string
  /** The window waits for these before it writes: its own earlier changes are among them. */
  heads: string[]
}

/** The documents that windows have open, of every space. */
export class OpenDocuments extends EventEmitter<{
  saved: [SpaceId, DocumentId, string[]]
  unsaved: [SpaceId, DocumentId, AppError]
}> {
  private readonly repo = new WindowRepo()
  private readonly open = new Map<DocumentId, OpenDocument>()
  private readonly lock = new AsyncLock()

  constructor(private readonly now: () => Timestamp) {
    super()
  }

  addWindow(adapter: NetworkAdapterInterface): void {
    this.repo.addWindow(adapter)
  }

  /** Writes what the window had typed, and forgets it. */
  async removeWindow(adapter: NetworkAdapterInterface, window: number): Promise<void> {
    this.repo.removeWindow(adapter)
    const shown = [...this.open].filter(([, document]) => document.windows.has(window))
    await stopEach(
      shown.map(
        ([id]) =>
          () =>
            this.close(id, window),
      ),
    )
  }

  /** Applies changes of other devices to what windows show. */
  apply(space: SpaceId, id: DocumentId, changes: Uint8Array[]): void {
    const document = this.open.get(id)
    if (document?.home === space) document.apply(changes)
  }

  /** `window` counts from 1 and is not used by two windows at once. @throws AppError `not-found` */
  show(home: DocumentHome, id: DocumentId, window: number): Promise<OpenedDocument> {
    return this.lock.acquire(id, async () => {
      const document = this.held(home, id) ?? (await this.hold(home, id))
      document.windows.add(window)
      const actor = actorOf(home.documents.ownPrefix, window)
      return { url: document.url, actor, heads: document.heads }
    })
  }

  /**
   * Resolves once all that the window has, up to `heads`, is on disk.
   * @throws AppError `not-found`, `timeout` when its last words do not arrive, and those of the disk
   */
  save(id: DocumentId, window: number, heads: string[]): Promise<void> {
    return this.lock.acquire(id, async () => {
      const document = this.open.get(id)
      if (!document?.windows.has(window)) throw new AppError('not-found', `${id} is not open in this window`)
      if (!(await document.whenHolds(heads))) throw new AppError('timeout', 'the last words have not arrived')
      await document.save()
    })
  }

  /**
   * Gives the logs what is only saved so far, of every document or of one: whoever reads them next is to find it. What is
   * refused was told to be unsaved, and keeps nobody from reading the rest.
   */
  async publish(id?: DocumentId): Promise<void> {
    const documents = [...this.open].filter(([open]) => id === undefined || open === id)
    await Promise.allSettled(documents.map(([, document]) => document.save()))
  }

  /** `heads` are what the window has: its last words may still be on their way over the other port. */
  close(id: DocumentId, window: number, heads: string[] = []): Promise<void> {
    return this.lock.acquire(id, async () => {
      const document = this.open.get(id)
      if (document?.windows.has(window)) await document.whenHolds(heads)
      document?.windows.delete(window)
      if (document && document.windows.size === 0) await this.release(id, document)
    })
  }

  /** Changes a document, open or not. On disk when it resolves. */
  edit(home: DocumentHome, id: DocumentId, edit: Edit): Promise<void> {
    return this.rewrite(home, id, always(edit))
  }

  /** The same with what depends upon the document. */
  rewrite(home: DocumentHome, id: DocumentId, rewriting: Rewriting): Promise<void> {
    return this.lock.acquire(id, () => {
      const document = this.held(home, id)
      return document ? document.rewrite(rewriting) : home.documents.rewrite(id, rewriting)
    })
  }

  /** Writes everything that is not written yet. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.open.values()].map((document) => document.close()))
    await this.repo.close()
  }

  /** @throws AppError `not-found` when the id is open in another space: documents of two spaces never mix. */
  private held(home: DocumentHome, id: DocumentId): OpenDocument | undefined {
    const document = this.open.get(id)
    if (document && document.home !== home.id) throw new AppError('not-found', `${id} is not of this space`)
    return document
  }

  private async hold(home: DocumentHome, id: DocumentId): Promise<OpenDocument> {
    const { document: loaded, actors } = await home.documents.loadToWrite(id, CORE_SLOT)
    const document = new OpenDocument({
      home: home.id,
      handle: this.repo.hold(id, loaded),
      ownPrefix: home.documents.ownPrefix,
      now: this.now,
      keep: (changes, settled) => home.keep({ document: id, ...changes }, settled),
      publish: (changes, settled) => home.publish({ document: id, ...changes }, settled),
    })
    document.on('saved', (heads) => this.emit('saved', home.id, id, heads))
    document.on('unsaved', (error) => this.emit('unsaved', home.id, id, error))
    this.open.set(id, document)
    try {
      // What arrived while it was being read found nobody to apply it.
      const { document: now, actors: latest, waiting } = await home.documents.loadToWrite(id, CORE_SLOT)
      document.trust([...actors, ...latest])
      document.apply([...A.getChangesSince(now, document.heads), ...waiting])
    } catch (refused) {
      // The next window to open it would be shown the past.
      await this.release(id, document)
      throw refused
    }
    return document
  }

  private async release(id: DocumentId, document: OpenDocument): Promise<void> {
    await document.close()
    this.open.delete(id)
    await this.repo.release(id)
  }
}
