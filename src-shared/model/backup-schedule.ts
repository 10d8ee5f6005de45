import type { ErrorCode } from '../errors.ts'
import type { Timestamp } from '../ids.ts'

export const scheduleRhythms = ['never', 'day', 'week'] as const
export type ScheduleRhythm = (typeof scheduleRhythms)[number]

/** As many backups of a schedule are kept when nobody says otherwise. */
export const DEFAULT_KEPT_BACKUPS = 7
export const MAX_KEPT_BACKUPS = 365

/** What a person asked for. */
export interface BackupSchedule {
  every: ScheduleRhythm
  /** Null until one was chosen. */
  folder: string | null
  keep: number
  /** A passphrase is needed to open what it makes. */
  isLocked: boolean
  withKeys: boolean
}

/** A backup that was written and read back. */
export interface MadeBackup {
  at: Timestamp
  path: string
  bytes: number
  isScheduled: boolean
  /** Something already damaged on this disk could not be kept in it. */
  isDamaged: boolean
}

/** Why the schedule could not make its last one. */
export interface BackupFailure {
  at: Timestamp
  /** `not-found`: the folder is gone; `wrong-passphrase`: what stands for the passphrase is. */
  code: ErrorCode
  folder: string
  /** A person has read about it. */
  seen: boolean
}

export interface BackupState {
  schedule: BackupSchedule
  last: MadeBackup | null
  /** Of the schedule, while none has been made since. */
  failure: BackupFailure | null
  /** When the schedule makes its next one, or tries again, while Maillage runs; in the past: as soon as it does; null: never. */
  nextAt: Timestamp | null
}
