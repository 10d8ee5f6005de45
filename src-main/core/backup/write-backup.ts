import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { toAppError } from '../../../src-shared/errors.ts'
import type { BackupSummary } from '../../../src-shared/model/backup.ts'
import { syncFolder } from '../lib/durable-file.ts'
import { type BackupRecord, encodeRecord } from './backup-records.ts'
import { type FileKey, unlockOwn } from './file-key.ts'
import type { Pace } from './pace.ts'
import { checkBackup } from './read-backup.ts'
import { SealedWriter } from './sealed-file.ts'

export interface WriteOptions {
  key: FileKey
  records: AsyncIterable<BackupRecord>
  signal?: AbortSignal | undefined
  onProgress?: ((done: number, total: number) => void) | undefined
  pace?: Pace | undefined
}

/**
 * Writes a backup beside its place, reads it back from the disk, and only then puts it there: what had the name before
 * stays until the new one has proven good. What is refused or cancelled leaves no file.
 * @throws AppError `disk-full`, `disk-failed`, `cancelled`, `unreadable` when the disk gives back something else
 */
export async function writeBackup(path: string, options: WriteOptions): Promise<BackupSummary> {
  const draft = join(dirname(path), `.${basename(path)}-${randomBytes(4).toString('hex')}.part`)
  try {
    await writeDraft(draft, options)
    const { key, signal, onProgress, pace } = options
    const onRead = (done: number, total: number) => onProgress?.(total + done, 2 * total)
    const summary = await checkBackup(draft, { unlock: unlockOwn(key), signal, onProgress: onRead, pace })
    signal?.throwIfAborted()
    await rename(draft, path)
    await syncFolder(dirname(path))
    return summary
  } catch (thrown) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw toAppError(thrown)
  }
}

async function writeDraft(draft: string, { key, records, signal, onProgress, pace }: WriteOptions): Promise<void> {
  const file = await open(draft, 'wx', 0o600)
  try {
    const writer = await SealedWriter.begin(file, key)
    let blocks = 0
    let total = 0
    for await (const { head, body } of records) {
      signal?.throwIfAborted()
      if (head.kind === 'backup') total = head.blocks
      if (head.kind === 'block') onProgress?.(++blocks, 2 * total)
      await writer.write(encodeRecord(head, body))
      await pace?.()
    }
    await writer.end()
  } finally {
    await file.close()
  }
}
