import { EventEmitter } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { toAppError } from '../../../src-shared/errors.ts'
import type { Timestamp } from '../../../src-shared/ids.ts'
import type { IncidentPart } from '../../../src-shared/model/incident.ts'
import { FolderLock } from '../lib/folder-lock.ts'
import { type DatabasePart, kindOfFile, partOfFile } from './data-file.ts'
import { FileLedger } from './file-ledger.ts'
import { Incidents } from './incidents.ts'

export interface FolderGuardOptions {
  folder: string
  now(): Timestamp
  /** Bytes of files that never change that are looked at before anything opens; the others follow in the background. */
  bytesAtStart: number
}

/** A process that is killed has recorded its files at most so long ago, in milliseconds. */
const RECORD_EVERY = 5 * 60_000

/** The background check rests between two reads of a file: a tenth of a disk's time at most. */
const REST = 20

/** In which order parts are looked at in the background: writing waits for the views. */
const ORDER: DatabasePart[] = ['views', 'journal', 'logs']

/**
 * Notices stored bytes that are not what was written, and moves the part they belong to out of the way before it is
 * opened: what opens then finds its part missing, and fills it again from where the rest of it is.
 *
 * A part that is open cannot be moved: `damaged` tells that the core is to be stopped and started again.
 */
export class FolderGuard extends EventEmitter<{ damaged: [DatabasePart] }> {
  private readonly stopping = new AbortController()
  private readonly suspects = new Set<DatabasePart>()
  private watching: Promise<void> = Promise.resolve()
  private viewsChecked: () => void = () => undefined
  private readonly views = new Promise<void>((resolve) => {
    this.viewsChecked = resolve
  })

  private constructor(
    private readonly lock: FolderLock,
    private readonly ledger: FileLedger,
    readonly incidents: Incidents,
    /** The run before this one closed everything. */
    readonly endedWell: boolean,
  ) {
    super()
  }

  /** Takes the folder, and looks at it. @throws AppError `in-use`, `disk-full`, `disk-failed` */
  static async open({ folder, now, bytesAtStart }: FolderGuardOptions): Promise<FolderGuard> {
    const lock = await FolderLock.take(folder)
    try {
      const incidents = await Incidents.open(folder, now)
      const known = await FileLedger.open(folder)
      if (!known) await incidents.moveAway('ledger', 'ledger.json', ['ledger.json'])
      const ledger = known ?? FileLedger.anew(folder)
      const guard = new FolderGuard(lock, ledger, incidents, ledger.isClean)
      // LevelDB ends the process over some damaged bytes: after a run that did not end well everything is looked at.
      await guard.moveDamaged(await ledger.check(ledger.isClean ? bytesAtStart : Number.POSITIVE_INFINITY))
      await ledger.begin()
      return guard
    } catch (thrown) {
      await lock.release()
      throw toAppError(thrown)
    }
  }

  /** Opens a database; when its bytes do not let it be opened, they are moved away, and it begins anew. */
  async opening<Opened>(part: DatabasePart, open: () => Promise<Opened>): Promise<Opened> {
    try {
      return await open()
    } catch (thrown) {
      if (!['unreadable', 'internal'].includes(toAppError(thrown).code)) throw thrown
      await this.moveAway(part, [])
      return open()
    }
  }

  /** Moves away a file of the data folder that its reader found damaged. */
  async moveFile(part: IncidentPart, file: string): Promise<void> {
    await this.incidents.moveAway(part, file, [file])
  }

  /** Looks at what is left, and records what comes, until `close`. */
  watch(): void {
    this.watching = this.lookAtRest().then(() => this.recordNowAndThen())
  }

  /** Resolves once every file of the views was looked at: an edit must not build upon what a damaged one says. */
  async whenViewsChecked(): Promise<void> {
    await this.views
  }

  /** A database could not read what it holds. */
  async report(part: DatabasePart): Promise<void> {
    if (this.suspects.has(part)) return
    this.suspects.add(part)
    await this.ledger.suspect(part).catch(() => undefined)
    this.emit('damaged', part)
  }

  /** Something was reported that the next start is to heal. */
  get isSuspicious(): boolean {
    return this.suspects.size > 0
  }

  /** To be called once everything is closed. Safe to call twice. */
  async close(): Promise<void> {
    if (this.stopping.signal.aborted) return
    this.stopping.abort()
    this.viewsChecked()
    await this.watching
    // A disk that refuses costs the next start's certainty, and nothing else.
    await this.ledger.close().catch(() => undefined)
    await this.lock.release()
  }

  private async moveDamaged(files: string[]): Promise<void> {
    const spare = files.filter((file) => kindOfFile(file) === 'spare')
    for (const file of spare) {
      await this.incidents.moveAway(partOfFile(file) ?? 'logs', file, [file])
      this.ledger.forget(file)
    }
    const parts = new Set(files.filter((file) => !spare.includes(file)).flatMap((file) => partOfFile(file) ?? []))
    for (const part of new Set([...parts, ...this.ledger.suspects])) {
      await this.moveAway(
        part,
        files.filter((file) => partOfFile(file) === part),
      )
    }
  }

  private async moveAway(part: DatabasePart, files: string[]): Promise<void> {
    await this.incidents.moveAway(part, part, files)
    this.ledger.forget(part)
  }

  private async lookAtRest(): Promise<void> {
    for (const part of ORDER) {
      // Whoever writes waits for the views.
      const rest = () => this.pause(part === 'views' ? 0 : REST)
      for await (const _file of this.ledger.checkRest(part, this.stopping.signal, rest)) await this.report(part)
      // Views found damaged stay unchecked: the core is about to be started again.
      if (part === 'views' && !this.suspects.has(part)) this.viewsChecked()
    }
  }

  private async recordNowAndThen(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.ledger.record().catch(() => undefined)
      await this.pause(RECORD_EVERY)
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined)
  }
}
