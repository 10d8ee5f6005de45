import { open, stat } from 'node:fs/promises'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import type { BackupSummary } from '../../../src-shared/model/backup.ts'
import { BlockProver } from '../lib/proven-block.ts'
import { type BackupRecord, decodeRecords, type HeadOf, type RecordHead } from './backup-records.ts'
import type { KeyHint, Unlock } from './file-key.ts'
import type { Pace } from './pace.ts'
import { readSealed } from './sealed-file.ts'

export interface ReadOptions {
  unlock: Unlock
  signal?: AbortSignal | undefined
  /** Blocks read so far, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined
  pace?: Pace | undefined
}

/**
 * The records of a backup, in the order in which they must come, and not one of a file that breaks it.
 * @throws AppError `not-found`, `invalid-input`, `newer-version`, `wrong-passphrase`, `unreadable`, `too-large`, `cancelled`
 */
export async function* readBackup(
  path: string,
  { unlock, signal, onProgress, pace }: ReadOptions,
): AsyncGenerator<BackupRecord> {
  const file = await open(path, 'r').catch((thrown: unknown) => {
    throw isAbsent(thrown) ? new AppError('not-found', 'there is no such file') : toAppError(thrown)
  })
  try {
    if (!(await file.stat()).isFile()) throw new AppError('invalid-input', 'this is not a file')
    const order = new RecordOrder()
    for await (const record of decodeRecords(readSealed(file, unlock))) {
      await pace?.()
      signal?.throwIfAborted()
      order.accept(record.head)
      onProgress?.(order.blocks, order.total)
      yield record
    }
    order.finish()
  } catch (thrown) {
    throw toAppError(thrown)
  } finally {
    await file.close()
  }
}

/**
 * Reads a whole backup, believing nothing: that it opens, that nothing is missing, that every block is what the roots
 * of its log promise.
 * @throws as `readBackup`
 */
export async function checkBackup(path: string, options: ReadOptions): Promise<BackupSummary> {
  let first: HeadOf<'backup'> | undefined
  let prover = new BlockProver([])
  let blocks = 0
  let damagedBlocks = 0
  let isLocked = false
  const unlock = (hint: KeyHint) => {
    isLocked = hint.isLocked
    return options.unlock(hint)
  }
  for await (const { head, body } of readBackup(path, { ...options, unlock })) {
    if (head.kind === 'backup') first = head
    else if (head.kind === 'core') prover = new BlockProver(head.roots)
    else if (head.kind === 'block') {
      blocks += 1
      if (!prover.isProven({ ...head, value: body })) damagedBlocks += 1
    }
  }
  if (!first) throw new AppError('unreadable', 'an empty backup')
  const { madeAt, hasKeys, spaces } = first
  return { madeAt, bytes: (await stat(path)).size, isLocked, hasKeys, spaces, blocks, damagedBlocks }
}

/** What may follow what. */
class RecordOrder {
  blocks = 0
  total = 0
  private cores = 0
  private seenCores = new Set<string>()
  private core: HeadOf<'core'> | undefined
  private lastIndex = -1
  private awaitsKeys = false
  private state: 'begin' | 'cores' | 'end' = 'begin'

  accept(head: RecordHead): void {
    if (this.awaitsKeys !== (head.kind === 'keys')) throw outOfOrder(head)
    switch (head.kind) {
      case 'backup':
        if (this.state !== 'begin') throw outOfOrder(head)
        this.total = head.blocks
        this.awaitsKeys = head.hasKeys
        this.state = 'cores'
        return
      case 'keys':
        this.awaitsKeys = false
        return
      case 'core':
        this.acceptCore(head)
        return
      case 'block':
        if (!this.core || head.index <= this.lastIndex || head.index >= this.core.length) throw outOfOrder(head)
        this.lastIndex = head.index
        this.blocks += 1
        return
      case 'end':
        if (this.state !== 'cores' || head.cores !== this.cores || head.blocks !== this.blocks) throw outOfOrder(head)
        this.state = 'end'
        this.core = undefined
    }
  }

  finish(): void {
    if (this.state !== 'end') throw new AppError('unreadable', 'the backup has no end')
  }

  private acceptCore(head: HeadOf<'core'>): void {
    const name = `${head.space} ${head.holds} ${head.device}`
    if (this.state !== 'cores' || this.seenCores.has(name)) throw outOfOrder(head)
    this.seenCores.add(name)
    this.core = head
    this.lastIndex = -1
    this.cores += 1
  }
}

function outOfOrder({ kind }: RecordHead): AppError {
  return new AppError('unreadable', `a record of kind ${kind} where it does not belong`)
}

function isAbsent(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}
