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
  /** By space and id: a document of one space is not another's of the same id. */
  private readonly open = new Map<DocumentKey, OpenDocument>()
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
        ([, { home, id }]) =>
          () =>
            this.close(home, id, window),
      ),
    )
  }

  /** Applies changes of other devices to what windows show. */
  apply(space: SpaceId, id: DocumentId, changes: Uint8Array[]): void {
    this.open.get(keyOf(space, id))?.apply(changes)
  }

  /** `window` counts from 1 and is not used by two windows at once. @throws AppError `not-found` */
  show(home: DocumentHome, id: DocumentId, window: number): Promise<OpenedDocument> {
    const key = keyOf(home.id, id)
    return this.lock.acquire(key, async () => {
      const document = this.open.get(key) ?? (await this.hold(home, id))
      document.windows.add(window)
      const actor = actorOf(home.documents.ownPrefix, window)
      return { url: document.url, actor, heads: document.heads }
    })
  }

  /**
   * Resolves once all that the window has, up to `heads`, is on disk.
   * @throws AppError `not-found`, `timeout` when its last words do not arrive, and those of the disk
   */
  save(space: SpaceId, id: DocumentId, window: number, heads: string[]): Promise<void> {
    const key = keyOf(space, id)
    return this.lock.acquire(key, async () => {
      const document = this.open.get(key)
      if (!document?.windows.has(window)) throw new AppError('not-found', `${id} is not open in this window`)
      if (!(await document.whenHolds(heads))) throw new AppError('timeout', 'the last words have not arrived')
      await document.save()
    })
  }

  /**
   * Gives the logs what is only saved so far: whoever reads them next is to find it. What is refused was told to be
   * unsaved, and keeps nobody from reading the rest.
   */
  async publishAll(): Promise<void> {
    await Promise.allSettled([...this.open.values()].map((document) => document.save()))
  }

  /** The same of one document, open or not. */
  async publish(space: SpaceId, id: DocumentId): Promise<void> {
    await Promise.allSettled([this.open.get(keyOf(space, id))?.save()])
  }

  /** `heads` are what the window has: its last words may still be on their way over the other port. */
  close(space: SpaceId, id: DocumentId, window: number, heads: string[] = []): Promise<void> {
    const key = keyOf(space, id)
    return this.lock.acquire(key, async () => {
      const document = this.open.get(key)
      if (document?.windows.has(window)) await document.whenHolds(heads)
      document?.windows.delete(window)
      if (document && document.windows.size === 0) await this.release(document)
    })
  }

  /** Changes a document, open or not. On disk when it resolves. */
  edit(home: DocumentHome, id: DocumentId, edit: Edit): Promise<void> {
    return this.rewrite(home, id, always(edit))
  }

  /** The same with what depends upon the document. */
  rewrite(home: DocumentHome, id: DocumentId, rewriting: Rewriting): Promise<void> {
    const key = keyOf(home.id, id)
    return this.lock.acquire(key, () => {
      const document = this.open.get(key)
      return document ? document.rewrite(rewriting) : home.documents.rewrite(id, rewriting)
    })
  }

  /** Writes everything that is not written yet. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.open.values()].map((document) => document.close()))
    await this.repo.close()
  }

  private async hold(home: DocumentHome, id: DocumentId): Promise<OpenDocument> {
    const { document: loaded, actors, updatedAt, leftOut } = await home.documents.loadToWrite(id, CORE_SLOT)
    const document = new OpenDocument({
      home: home.id,
      id,
      handle: this.repo.hold(home.id, id, loaded),
      ownPrefix: home.documents.ownPrefix,
      writtenAt: updatedAt,
      leftOut,
      now: this.now,
      keep: (changes, settled) => home.keep({ document: id, ...changes }, settled),
      publish: (changes, settled) => home.publish({ document: id, ...changes }, settled),
    })
    document.on('saved', (heads) => this.emit('saved', home.id, id, heads))
    document.on('unsaved', (error) => this.emit('unsaved', home.id, id, error))
    this.open.set(keyOf(home.id, id), document)
    try {
      // What arrived while it was being read found nobody to apply it.
      const { document: now, actors: latest, waiting } = await home.documents.loadToWrite(id, CORE_SLOT)
      document.trust([...actors, ...latest])
      document.apply([...A.getChangesSince(now, document.heads), ...waiting])
    } catch (refused) {
      // The next window to open it would be shown the past.
      await this.release(document)
      throw refused
    }
    return document
  }

  private async release(document: OpenDocument): Promise<void> {
    await document.close()
    this.open.delete(keyOf(document.home, document.id))
    await this.repo.release(document.home, document.id)
  }
}

type DocumentKey = `${SpaceId}/${DocumentId}`

function keyOf(space: SpaceId, id: DocumentId): DocumentKey {
  return `${space}/${id}`
}
