import type { TFunction } from 'i18next'
import { toAppError } from '../../../src-shared/errors.ts'
import type { RestoredSpace } from '../../../src-shared/model/backup.ts'
import type { BackupFailure, MadeBackup } from '../../../src-shared/model/backup-schedule.ts'
import { errorSentence } from '../../components/error-sentence.ts'

/** What became of a network that was in a backup. */
export function restoredSentence(
  t: TFunction,
  { name, state, pages, resources, pictures, blocks }: RestoredSpace,
): string {
  if (state === 'closed') return t('backup.closed', { name })
  const counts = { name, pages: pages.added, resources: resources.added, pictures: pictures.added }
  const isNew = pages.added + resources.added + pictures.added > 0
  // What goes on in a page that was here counts as no page.
  const added = isNew
    ? t('backup.restored', counts)
    : t(blocks.added > 0 ? 'backup.changed' : 'backup.nothingNew', { name })
  return blocks.refused > 0 ? `${added} ${t('backup.refused')}` : added
}

/** The damage is in the file here, and not on this computer's disk. */
export function backupErrorSentence(t: TFunction, thrown: unknown): string {
  switch (toAppError(thrown).code) {
    case 'unreadable':
    case 'too-large':
      return t('backup.damagedFile')
    case 'invalid-input':
      return t('backup.foreignFile')
    case 'in-use':
      return t('backup.busy')
    default:
      return errorSentence(thrown)
  }
}

/** When, how, how large and where. */
export function lastBackupSentence(t: TFunction, { path, bytes, isScheduled, isDamaged }: MadeBackup, date: string) {
  const size = t('backup.megabytes', { count: Math.max(0.1, Math.round(bytes / 100_000) / 10) })
  const made = t(isScheduled ? 'backup.lastScheduled' : 'backup.lastByHand', { date, size, path })
  return isDamaged ? `${made} ${t('backup.damaged')}` : made
}

/** Why the schedule could not make one, and the way out. */
export function failureSentence(t: TFunction, { code, folder }: BackupFailure, date: string): string {
  const known = ['not-found', 'disk-full', 'disk-failed', 'wrong-passphrase'] as const
  const reason = known.find((one) => one === code) ?? 'other'
  return `${t('backup.failed', { date })} ${t(`backup.failure.${reason}`, { folder })}`
}
