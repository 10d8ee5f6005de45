import { ClassicLevel } from 'classic-level'
import { AppError, toAppError } from '../../../src-shared/errors.ts'

/** One block on its way into a log: where it goes, and its bytes. */
export interface JournalEntry {
  log: string
  index: number
  block: Uint8Array
}

/** Entries are kept until the logs' own database has surely reached the disk; it syncs when this many wait. */
const TRIM_AFTER = 2_000

/**
 * Makes "saved" true. Hypercore's store does not sync each write, so a power cut may take back the last appended
 * blocks, and a log that went back would fork. Every block is therefore first written here, synced to the disk,
 * and appended again at the same index when the log turns out to be shorter than it was: the same bytes at the
 * same index give the same signed log, so peers that already hold the block agree.
 *
 * It also is the lock of the data folder: a second process cannot open it.
 */
export class Journal {
  /** Keys of entries that their logs hold, as far as this process can tell. */
  private trimmable: string[] = []

  private constructor(
    private readonly database: ClassicLevel<string, Uint8Array>,
    /** Syncs the logs' database, after which older entries are of no use. */
    private readonly syncLogs: () => Promise<void>,
  ) {}

  /** @throws AppError `in-use` when another process has the folder. */
  static async open(folder: string, syncLogs: () => Promise<void>): Promise<Journal> {
    const database = new ClassicLevel<string, Uint8Array>(folder, { valueEncoding: 'view' })
    try {
      await database.open()
    } catch (thrown) {
      throw openingError(thrown)
    }
    return new Journal(database, syncLogs)
  }

  /** Resolves once every entry is on disk. */
  async write(entries: JournalEntry[]): Promise<void> {
    await this.database.batch(
      entries.map(({ log, index, block }) => ({ type: 'put', key: entryKey(log, index), value: block }) as const),
      { sync: true },
    )
  }

  /** The entries of one log at or after `from`, in order. */
  async *entries(log: string, from: number): AsyncGenerator<JournalEntry> {
    for await (const [key, block] of this.database.iterator({ gte: entryKey(log, from), lt: `${log}~` })) {
      yield { log, index: Number.parseInt(key.slice(log.length + 1), 16), block }
    }
  }

  /** Called once entries were appended to their log. */
  async appended(entries: JournalEntry[]): Promise<void> {
    for (const { log, index } of entries) this.trimmable.push(entryKey(log, index))
    if (this.trimmable.length >= TRIM_AFTER) await this.trim()
  }

  async close(): Promise<void> {
    if (this.database.status !== 'open') return
    await this.trim()
    await this.database.close()
  }

  private async trim(): Promise<void> {
    if (this.trimmable.length === 0) return
    const keys = this.trimmable
    await this.syncLogs()
    await this.database.batch(keys.map((key) => ({ type: 'del', key }) as const))
    this.trimmable = this.trimmable.slice(keys.length)
  }
}

function entryKey(log: string, index: number): string {
  return `${log}!${index.toString(16).padStart(10, '0')}`
}

function openingError(thrown: unknown): AppError {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'LEVEL_LOCKED') return new AppError('in-use', 'another process has the data folder', { cause: thrown })
  if (code === 'LEVEL_CORRUPTION') return new AppError('unreadable', 'the journal is damaged', { cause: thrown })
  return cause === undefined ? toAppError(thrown) : toAppError(cause)
}
