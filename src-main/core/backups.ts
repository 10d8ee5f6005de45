import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError, toAppError } from '../../src-shared/errors.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import type { BackupSummary, RestoreReport } from '../../src-shared/model/backup.ts'
import type { BackupSchedule, BackupState, MadeBackup } from '../../src-shared/model/backup-schedule.ts'
import { isHardToGuess } from '../../src-shared/model/passphrase.ts'
import { BackupTurn } from './backup/backup-turn.ts'
import { type Counted, countedUntil, dueAt } from './backup/due.ts'
import { type FileKey, newFileKey, unlockWith } from './backup/file-key.ts'
import { unhurried } from './backup/pace.ts'
import type { ScheduleFile } from './backup/schedule-file.ts'
import { forgetScheduleKey, readScheduleKey, writeScheduleKey } from './backup/schedule-key.ts'
import { keepLatest, scheduledName } from './backup/scheduled-files.ts'
import type { Core } from './core.ts'
import { createBackup, type HeldBlocks } from './create-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import type { Space } from './space.ts'

/**
 * How often we look whether one is due. A timer until then would not count the hours that a computer sleeps, nor see
 * its clock change; looking compares two numbers.
 */
const LOOK_EVERY = 60_000

type OnProgress = (done: number, total: number) => void

/** What a person changes; what is left out stays as it is. `passphrase` null: none. */
export interface ScheduleChanges {
  every: BackupSchedule['every']
  folder?: string | undefined
  keep?: number | undefined
  withKeys?: boolean | undefined
  passphrase?: string | null | undefined
}

/** Backups by hand and on a schedule, and restores: one at a time. */
export class Backups {
  private readonly turn = new BackupTurn()
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> | null = null

  constructor(
    private readonly core: Core,
    private readonly folder: string,
    private readonly file: ScheduleFile,
  ) {}

  /** From now on the schedule is kept. Resolves once what was overdue is made. */
  start(): Promise<void> {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY)
    return this.look()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.turn.stop()
    await this.looking
  }

  state(): BackupState {
    const { schedule, last, failure } = this.file.get()
    return { schedule, last, failure, nextAt: dueAt(countedUntil(this.counted(), this.core.now())) }
  }

  create(path: string, passphrase: string | null, withKeys: boolean, onProgress?: OnProgress): Promise<BackupSummary> {
    return this.turn.take(false, async (signal) => {
      checkNew(passphrase)
      const key = await newFileKey(passphrase ?? undefined)
      const made = await createBackup(this.core, path, { key, withKeys, signal, onProgress })
      await this.remember({ last: madeBackup(path, made, { isScheduled: false, isDamaged: made.damagedBlocks > 0 }) })
      return made
    })
  }

  /** What a device lacks of a space, as far as it has told us, to be carried there on a stick. */
  createPart(path: string, space: Space, device: DeviceId, onProgress?: OnProgress): Promise<BackupSummary> {
    return this.turn.take(false, async (signal) => {
      const [key, part] = [await newFileKey(undefined), await space.lackedBy(device)]
      return createBackup(this.core, path, { key, withKeys: false, signal, onProgress, part })
    })
  }

  restore(path: string, passphrase: string | null, onProgress?: OnProgress): Promise<RestoreReport> {
    const unlock = unlockWith(passphrase ?? undefined)
    return this.turn.take(false, (signal) => restoreBackup(this.core, path, { unlock, signal, onProgress }))
  }

  cancel(): void {
    this.turn.cancel()
  }

  /** @throws AppError `not-found` without a folder that is there, `invalid-input` for keys without a passphrase */
  async setSchedule(changes: ScheduleChanges): Promise<void> {
    // What is under way is of the schedule before, and would be counted for this one.
    while (this.looking) {
      await this.turn.interruptSchedule()
      await this.looking
    }
    const changed = this.changeSchedule(changes).finally(() => {
      this.looking = null
    })
    // Nothing of the schedule begins meanwhile.
    this.looking = changed.catch(() => undefined)
    await changed
    this.core.emit('backupsChanged')
    if (this.timer) void this.look()
  }

  /** A person has read about the last failure. */
  async dismissFailure(): Promise<void> {
    const { failure } = this.file.get()
    if (failure) await this.file.change({ failure: { ...failure, seen: true } })
    this.core.emit('backupsChanged')
  }

  /** Makes a backup if one is due. Resolves once it is made, or has failed and that is noted. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce()
      .catch((thrown: unknown) => this.core.log(`the schedule of backups: ${String(thrown)}`))
      .finally(() => {
        this.looking = null
      })
    return this.looking
  }

  private async lookOnce(): Promise<void> {
    const now = this.core.now()
    const counted = countedUntil(this.counted(), now)
    const { madeAt, failedAt } = this.file.get()
    if (counted.madeAt !== madeAt || counted.failedAt !== failedAt) {
      await this.remember({ madeAt: counted.madeAt, failedAt: counted.failedAt })
    }
    const due = dueAt(counted)
    if (due === null || due > now || this.turn.isTaken || this.core.openSpaces().length === 0) return
    try {
      await this.turn.take(true, (signal) => this.makeScheduled(signal))
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      // It gave way, and is due at the next look as it was at this one.
      if (code === 'cancelled' || code === 'in-use') return
      this.core.log(`a scheduled backup could not be made: ${code}, ${message}`)
      const at = this.core.now()
      const folder = this.file.get().schedule.folder ?? ''
      await this.remember({ failedAt: at, failure: { at, code, folder, seen: false } })
    }
  }

  private async changeSchedule({ passphrase, ...changes }: ScheduleChanges): Promise<void> {
    checkNew(passphrase)
    const before = this.file.get()
    const chosen = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const schedule: BackupSchedule = { ...before.schedule, ...chosen }
    if (passphrase !== undefined) schedule.isLocked = passphrase !== null
    if (schedule.every === 'never') {
      // Nothing is left that would open what was made.
      await this.file.change({
        schedule: { ...schedule, isLocked: false, withKeys: false },
        failedAt: null,
        failure: null,
      })
      await forgetScheduleKey(this.folder)
      return
    }
    if (schedule.withKeys && !schedule.isLocked) {
      throw new AppError('invalid-input', 'keys are only kept under a passphrase')
    }
    schedule.folder = resolve(await presentFolder(schedule.folder))
    if (typeof passphrase === 'string') await writeScheduleKey(this.folder, await newFileKey(passphrase))
    const goesOn = before.schedule.every !== 'never' && before.schedule.folder === schedule.folder
    const counted = goesOn ? {} : { madeAt: null, held: {} }
    await this.file.change({ schedule, ...counted, failedAt: null, failure: null })
    if (!schedule.isLocked) await forgetScheduleKey(this.folder)
  }

  private async makeScheduled(signal: AbortSignal): Promise<void> {
    const { schedule, files } = this.file.get()
    const folder = await presentFolder(schedule.folder)
    const key = await this.scheduleKey(schedule)
    const name = scheduledName(this.core.now())
    // A full disk here is no reason not to write to a stick that has room.
    await this.remember({ files: [...files, { folder, name }] })
    const path = join(folder, name)
    const { withKeys } = schedule
    const { held: before } = this.file.get()
    let held: HeldBlocks = {}
    const onHeld = (now: HeldBlocks) => {
      held = now
    }
    const made = await createBackup(this.core, path, { key, withKeys, signal, pace: unhurried(), onHeld })
    // Logs only grow: where there is less than there was, it was lost here, and may be in an older backup.
    const hasLost = Object.entries(before).some(([core, blocks]) => (held[core] ?? 0) < blocks)
    const isDamaged = made.damagedBlocks > 0 || hasLost
    await this.remember({
      last: madeBackup(path, made, { isScheduled: true, isDamaged }),
      held: hasLost ? before : held,
      madeAt: this.core.now(),
      failedAt: null,
      failure: null,
    })
    // One that lacks something is no reason to delete one that may have it.
    if (!isDamaged) await this.deleteOldest(folder, schedule.keep)
  }

  private async deleteOldest(folder: string, keep: number): Promise<void> {
    const { files } = this.file.get()
    const names = files.filter((file) => file.folder === folder).map(({ name }) => name)
    const left = await keepLatest(folder, names, keep).catch((thrown: unknown) => {
      this.core.log(`older backups cannot be deleted: ${String(thrown)}`)
      return names
    })
    const isLeft = (file: (typeof files)[number]) => file.folder !== folder || left.includes(file.name)
    await this.remember({ files: files.filter(isLeft) })
  }

  private async scheduleKey({ isLocked }: BackupSchedule): Promise<FileKey> {
    return isLocked ? readScheduleKey(this.folder) : newFileKey(undefined)
  }

  private counted(): Counted {
    const { schedule, madeAt, failedAt } = this.file.get()
    return { every: schedule.every, madeAt, failedAt }
  }

  /** What was made is made, even where a full disk takes no note of it. */
  private async remember(changes: Parameters<ScheduleFile['change']>[0]): Promise<void> {
    await this.file.change(changes).catch((thrown: unknown) => this.core.log(`backups.json: ${String(thrown)}`))
    this.core.emit('backupsChanged')
  }
}

/** Never made by us: where a stick is not plugged in, its folder would be on the disk it is to save us from. */
async function presentFolder(folder: string | null): Promise<string> {
  if (folder === null) throw new AppError('not-found', 'no folder was chosen')
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new AppError('not-found', 'the folder of the schedule is not there')
  return folder
}

function madeBackup(
  path: string,
  { madeAt, bytes }: BackupSummary,
  how: { isScheduled: boolean; isDamaged: boolean },
): MadeBackup {
  return { at: madeAt, path: resolve(path), bytes, ...how }
}

/** @throws AppError `invalid-input` for a passphrase that is easy to guess */
function checkNew(passphrase: string | null | undefined): void {
  if (passphrase && !isHardToGuess(passphrase)) throw new AppError('invalid-input', 'a passphrase that is soon guessed')
}
