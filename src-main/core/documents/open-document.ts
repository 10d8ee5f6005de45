import { EventEmitter } from 'node:events'
import { isDeepStrictEqual } from 'node:util'
import * as A from '@automerge/automerge'
import type { DocHandle } from '@automerge/automerge-repo'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import type { DocumentId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { summarise } from '../../../src-shared/model/row.ts'
import type { JournalDraft } from '../lib/journal-draft.ts'
import { actorBelongs } from './actor.ts'
import { applySafely } from './apply-safely.ts'
import { readChangeHeader } from './change-header.ts'
import type { DocumentChanges } from './logged-changes.ts'
import type { LeftOut } from './misnumbered.ts'
import { PublishingPace } from './publishing-pace.ts'
import { quietTime, type Rewriting } from './rewriting.ts'

/** Typing is saved in bursts: how long one may last, in milliseconds. */
const BURST = 200

/** How long the last words of a window that closes may take to arrive, in milliseconds. */
const LAST_WORDS = 2_000

/** Wait before a refused save is tried again, in milliseconds. */
const RETRY_AFTER = 1_000

export interface OpenDocumentOptions {
  /** A document belongs to one space: what another says of the same id is not about it. */
  home: SpaceId
  id: DocumentId
  handle: DocHandle<Fields>
  ownPrefix: string
  /** When the latest of what it was read from was written. */
  writtenAt: Timestamp
  /** Of what it was read from. */
  leftOut: LeftOut
  now(): number
  /** Saves what is to be published soon, in the place of what was kept before, and of `settled`. */
  keep(changes: Omit<DocumentChanges, 'document'>, settled: JournalDraft[]): Promise<void>
  /** Saves for everybody, and with it what was kept; `settled` go with that. */
  publish(changes: Omit<DocumentChanges, 'document'>, settled: JournalDraft[]): Promise<void>
}

/**
 * A document that windows show and edit. What they write is saved in bursts and reaches the log soon after; what others
 * wrote reaches them.
 */
export class OpenDocument extends EventEmitter<{ saved: [string[]]; unsaved: [AppError] }> {
  /** Windows that show it. */
  readonly windows = new Set<number>()
  private readonly handle: DocHandle<Fields>
  /** Actors of other devices, as far as their changes came through their logs. */
  private readonly others = new Set<string>()
  /** What came before something that it builds upon. */
  private waiting: Uint8Array[] = []
  private leftOut: LeftOut
  private loggedHeads: A.Heads
  private loggedSummary: string
  private readonly pace = new PublishingPace()
  private keptHeads: A.Heads | undefined
  private writtenAt: Timestamp
  /** Drafts that say what was written here and not saved yet. */
  private settled: JournalDraft[] = []
  private timer: NodeJS.Timeout | null = null
  private publishing: NodeJS.Timeout | null = null
  private saving: Promise<void> = Promise.resolve()
  private readonly onChange = () => this.saveSoon(BURST)

  constructor(private readonly options: OpenDocumentOptions) {
    super()
    this.handle = options.handle
    this.writtenAt = options.writtenAt
    this.leftOut = options.leftOut
    this.loggedHeads = A.getHeads(this.handle.doc())
    this.loggedSummary = JSON.stringify(listed(this.handle.doc()))
    this.handle.on('heads-changed', this.onChange)
  }

  get home(): SpaceId {
    return this.options.home
  }

  get id(): DocumentId {
    return this.options.id
  }

  get url(): string {
    return this.handle.url
  }

  get heads(): A.Heads {
    return A.getHeads(this.handle.doc())
  }

  /** Actors whose changes came out of the logs, applied or still waiting for what they build upon. */
  trust(actors: string[]): void {
    for (const actor of actors) this.others.add(actor)
  }

  /** Applies what came from other devices. */
  apply(changes: Uint8Array[]): void {
    if (changes.length > 0) this.pace.meet()
    this.trust(changes.map((change) => readChangeHeader(change).actor))
    this.handle.update((document) => {
      const applied = applySafely(document, [...this.waiting, ...changes], this.leftOut)
      this.waiting = applied.waiting
      this.leftOut = applied.leftOut
      return applied.document
    })
  }

  /** Resolves with true once it holds `heads`, with false when they do not come. */
  whenHolds(heads: A.Heads): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isHeld: boolean) => {
        clearTimeout(deadline)
        this.handle.off('heads-changed', look)
        resolve(isHeld)
      }
      const look = () => {
        if (A.hasHeads(this.handle.doc(), heads)) end(true)
      }
      const deadline = setTimeout(() => end(false), LAST_WORDS)
      this.handle.on('heads-changed', look)
      look()
    })
  }

  /** Changes it from the core, under the core's own actor, and waits until that is on disk. */
  async rewrite({ plan, settled, quiet }: Rewriting): Promise<void> {
    // Words that wait to be saved have a time of their own.
    if (quiet) await this.save()
    const edit = plan(this.handle.doc())
    if (edit) {
      this.handle.change(edit)
      this.settled.push(...settled)
    }
    await this.save(quiet && quietTime(this.writtenAt))
  }

  /** Publishes what is not published yet. Rejects when the disk refuses; it will be tried again all the same. */
  save(at?: Timestamp): Promise<void> {
    this.stopTimers()
    return this.enqueue(() => this.writeChanges(true, at))
  }

  /** Stops watching; what was typed has been written, or the promise rejects. */
  async close(): Promise<void> {
    await this.save()
    this.handle.off('heads-changed', this.onChange)
  }

  private stopTimers(): void {
    for (const timer of [this.timer, this.publishing]) if (timer) clearTimeout(timer)
    this.timer = null
    this.publishing = null
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.saving.then(work)
    this.saving = done.catch(() => undefined)
    return done
  }

  private saveSoon(delay: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null
      this.enqueue(() => this.writeChanges(false)).catch(() => undefined)
    }, delay)
  }

  private publishIn(delay: number): void {
    if (this.publishing) clearTimeout(this.publishing)
    this.publishing = setTimeout(() => {
      this.publishing = null
      this.enqueue(() => this.writeChanges(true)).catch(() => undefined)
    }, delay)
  }

  private async writeChanges(isLast: boolean, at = this.options.now()): Promise<void> {
    const document = this.handle.doc()
    const heads = A.getHeads(document)
    try {
      const changes = this.ownChanges(document)
      const summary = JSON.stringify(listed(document))
      // What lists show is not kept waiting.
      const wait = isLast || summary !== this.loggedSummary ? 0 : this.pace.wait(bytesOf(changes))
      if (changes.length > 0 && wait > 0) await this.keep(changes, heads, wait)
      else await this.publish(document, changes, heads, summary, at)
      this.emit('saved', heads)
    } catch (thrown) {
      const error = toAppError(thrown)
      this.emit('unsaved', error)
      // What is too large does not become smaller by waiting.
      if (error.code !== 'too-large') this.saveSoon(RETRY_AFTER)
      throw error
    }
  }

  private async keep(changes: Uint8Array[], heads: A.Heads, wait: number): Promise<void> {
    // Tried again after a refusal to publish, it is saved already.
    if (!isDeepStrictEqual(heads, this.keptHeads)) {
      const settled = [...this.settled]
      await this.options.keep({ changes, at: this.options.now() }, settled)
      this.forget(settled)
    }
    this.keptHeads = heads
    this.publishIn(wait)
  }

  private async publish(
    document: A.Doc<Fields>,
    changes: Uint8Array[],
    heads: A.Heads,
    summary: string,
    at: Timestamp,
  ): Promise<void> {
    const settled = [...this.settled]
    if (changes.length > 0) {
      // It travels only when lists would show something else: a sentence typed stays small on the wire.
      const isNews = summary !== this.loggedSummary
      const news = isNews && { summary: summarise(document) }
      await this.options.publish({ changes, at, ...news }, settled)
      this.writtenAt = at
      this.loggedSummary = summary
    }
    this.forget(settled)
    this.loggedHeads = heads
    this.keptHeads = undefined
    this.pace.published()
    // A save that was on its way when this was asked for may have put it off.
    if (this.publishing) clearTimeout(this.publishing)
    this.publishing = null
  }

  private forget(settled: JournalDraft[]): void {
    this.settled = this.settled.filter((draft) => !settled.includes(draft))
  }

  /**
   * What this device wrote and did not publish yet.
   * @throws AppError `internal` for a change that a window made under an actor it was not given: everybody would refuse
   * it, so it must never count as saved.
   */
  private ownChanges(document: A.Doc<Fields>): Uint8Array[] {
    return A.getChangesSince(document, this.loggedHeads).filter((change) => {
      const { actor } = readChangeHeader(change)
      const isOwn = actorBelongs(this.options.ownPrefix, actor)
      if (!isOwn && !this.others.has(actor)) throw new AppError('internal', `a window wrote under ${actor}`)
      return isOwn
    })
  }
}

function bytesOf(changes: Uint8Array[]): number {
  return changes.reduce((sum, { length }) => sum + length, 0)
}

/** What lists show of a document, its body apart: that changes with every key. */
function listed(document: Fields): Fields {
  const { body: _body, ...fields } = summarise(document)
  return fields
}
