import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import b4a from 'b4a'
import { ClassicLevel, type IteratorOptions } from 'classic-level'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import { syncFolder } from '../lib/durable-file.ts'
import type { JournalDraft } from '../lib/journal-draft.ts'

/** What LevelDB answers between a write that failed and being open again. */
const CLOSED = new Set(['LEVEL_DATABASE_NOT_OPEN', 'LEVEL_ITERATOR_NOT_OPEN'])

/** One block of a log of ours: where it stands, and its bytes. */
export interface JournalEntry {
  log: string
  index: number
  block: Uint8Array
}

/** What becomes of a draft. Undoing `settled`, which takes it out again, brings back what it was. */
export interface DraftChange extends JournalDraft {
  is: 'kept' | 'settled'
}

type Database = ClassicLevel<string, Uint8Array>

/** What is to stand at a place, undefined for nothing. Logs that were written together are put right together. */
interface Correction {
  value: Uint8Array | undefined
  logs: ReadonlySet<string>
}

/** Bytes of the hash that stands before each block: the database itself does not look whether its bytes are whole. */
const CHECKSUM_BYTES = 16

/**
 * Makes "saved" true, and what we wrote hard to lose. Hypercore's store does not sync each write, so a power cut may
 * take back the last appended blocks, and a log that went back would fork. Every block of ours is therefore first
 * written here, synced to the disk, and stays: when its log turns out to be shorter, or is gone, it is appended again.
 * The same bytes at the same index give the same signed log, so peers that already hold the block agree.
 */
export class Journal {
  /** Made anew from what was whole of another: entries may be missing anywhere. */
  hasGaps = false
  /** The file that LevelDB writes to, whose name is durable. */
  private durableFile: string | undefined
  private reopening: Promise<void> | null = null
  /**
   * What is to stand at places where a write was refused, and may be on the disk all the same. Those of a log are only its
   * own writes' business.
   */
  private readonly doubtful = new Map<string, Correction>()

  private constructor(
    private readonly folder: string,
    private database: Database,
  ) {}

  /** @throws AppError `in-use` when another process has the folder, `unreadable` when it is damaged */
  static async open(folder: string): Promise<Journal> {
    return new Journal(folder, await openDatabase(folder))
  }

  /**
   * Resolves once every entry is on disk, and drafts are kept or settled with them, together or not at all. What is refused
   * is taken out again, now or with what is written next.
   */
  async write(entries: JournalEntry[], drafts: DraftChange[] = []): Promise<void> {
    const puts = entries.map(({ log, index, block }) => put(entryKey(log, index), sealed(log, index, block)))
    const changes = drafts.map((draft) => (draft.is === 'kept' ? putDraft(draft) : deleted(draftKey(draft))))
    const logs = new Set([...entries, ...drafts].map(({ log }) => log))
    const before = new Map<string, Correction>([
      ...puts.map(({ key }) => [key, { value: undefined, logs }] as const),
      ...drafts
        .filter((draft) => draft.is === 'settled')
        .map((draft) => [draftKey(draft), { value: sealedDraft(draft), logs }] as const),
    ])
    const corrections = [...this.doubtful].filter(([, { logs: together }]) =>
      [...together].some((log) => logs.has(log)),
    )
    try {
      await this.ready()
      await this.database.batch([...corrections.map(correction), ...puts, ...changes], { sync: true })
      await this.syncFileName()
      for (const [key] of corrections) this.doubtful.delete(key)
    } catch (refused) {
      await this.takeBack(before).catch(() => undefined)
      throw refused
    }
  }

  /** Whoever was refused must not find it written at the next start, behind what it wrote instead. */
  private async takeBack(before: Map<string, Correction>): Promise<void> {
    for (const [key, correction] of before) this.doubtful.set(key, correction)
    await this.reopen()
    await this.database.batch([...before].map(correction), { sync: true })
    for (const key of before.keys()) this.doubtful.delete(key)
  }

  /** The entries of one log at or after `from`, in order, up to the first that is not whole. */
  async *entries(log: string, from: number): AsyncGenerator<JournalEntry> {
    for await (const [key, value] of this.read({ gte: entryKey(log, from), lt: `${log}~` })) {
      const entry = readEntry(key, value)
      if (!entry) return
      yield entry
    }
  }

  /** Every entry of every log that is whole, wherever others are not. */
  async *wholeEntries(): AsyncGenerator<JournalEntry> {
    for await (const [key, value] of this.read({})) {
      const entry = readEntry(key, value)
      if (entry) yield entry
    }
  }

  /** Every draft of every log that is whole. */
  async *wholeDrafts(): AsyncGenerator<JournalDraft> {
    for await (const [key, value] of this.read({ gte: DRAFTS, lt: `${DRAFTS}~` })) {
      const draft = readDraft(key, value)
      if (draft) yield draft
    }
  }

  /** Places before `length` where no whole entry of a log stands. */
  async gaps(log: string, length: number): Promise<number[]> {
    const gaps = new Set(Array.from({ length }, (_, index) => index))
    for await (const [key, value] of this.read({ gte: `${log}!`, lt: `${log}~` })) {
      const entry = readEntry(key, value)
      if (entry) gaps.delete(entry.index)
    }
    return [...gaps]
  }

  /** How many entries of a log there are, from the first to the last. */
  async lengthOf(log: string): Promise<number> {
    for await (const [key] of this.read({ gte: `${log}!`, lt: `${log}~`, reverse: true, limit: 1 })) {
      return Number.parseInt(key.slice(log.length + 1), 16) + 1
    }
    return 0
  }

  async close(): Promise<void> {
    await this.database.close()
  }

  /** LevelDB goes on in a new file now and then, whose name it does not sync. */
  private async syncFileName(): Promise<void> {
    const names = await readdir(this.folder)
    const newest = names
      .filter((name) => name.endsWith('.log'))
      .sort()
      .at(-1)
    if (newest === this.durableFile) return
    await syncFolder(this.folder)
    this.durableFile = newest
  }

  /** Whoever reads while another space's write makes it open anew is told of the disk, and tries again. */
  private async *read(range: IteratorOptions<string, Uint8Array>): AsyncGenerator<[string, Uint8Array]> {
    try {
      await this.ready()
      yield* this.database.iterator(range)
    } catch (thrown) {
      const isClosed = thrown instanceof Error && 'code' in thrown && CLOSED.has(String(thrown.code))
      throw isClosed ? new AppError('disk-failed', 'the journal is opened anew', { cause: thrown }) : thrown
    }
  }

  private async ready(): Promise<void> {
    if (this.reopening || this.database.status !== 'open') await this.reopen()
  }

  /** LevelDB refuses everything after a write that failed, until it is opened anew. */
  private reopen(): Promise<void> {
    this.reopening ??= this.openAnew().finally(() => {
      this.reopening = null
    })
    return this.reopening
  }

  private async openAnew(): Promise<void> {
    await this.database.close().catch(() => undefined)
    this.database = await openDatabase(this.folder)
  }
}

async function openDatabase(folder: string): Promise<Database> {
  const database: Database = new ClassicLevel(folder, { valueEncoding: 'view' })
  try {
    await database.open()
    return database
  } catch (thrown) {
    throw openingError(thrown)
  }
}

function put(key: string, value: Uint8Array) {
  return { type: 'put', key, value } as const
}

function deleted(key: string) {
  return { type: 'del', key } as const
}

function putDraft(draft: JournalDraft) {
  return put(draftKey(draft), sealedDraft(draft))
}

function correction([key, { value }]: [string, Correction]) {
  return value ? put(key, value) : deleted(key)
}

/** Undefined when it is not whole. */
function readEntry(key: string, value: Uint8Array): JournalEntry | undefined {
  const [log = '', place = ''] = key.split('!')
  const index = Number.parseInt(place, 16)
  const block = value.subarray(CHECKSUM_BYTES)
  return isSealed(value, log, index) ? { log, index, block } : undefined
}

/** Undefined when it is not whole. */
function readDraft(key: string, value: Uint8Array): JournalDraft | undefined {
  const [, log = '', name = ''] = key.split('!')
  const draft = { log, name, block: value.subarray(CHECKSUM_BYTES) }
  return isSealed(value, log, draftPlace(name)) ? draft : undefined
}

function sealed(log: string, place: number | string, block: Uint8Array): Uint8Array {
  return b4a.concat([checksum(log, place, block), block])
}

function sealedDraft({ log, name, block }: JournalDraft): Uint8Array {
  return sealed(log, draftPlace(name), block)
}

function draftPlace(name: string): string {
  return `draft ${name}`
}

function isSealed(value: Uint8Array, log: string, place: number | string): boolean {
  return b4a.equals(value.subarray(0, CHECKSUM_BYTES), checksum(log, place, value.subarray(CHECKSUM_BYTES)))
}

/** Bound to the place: what stands elsewhere is not whole either. */
function checksum(log: string, place: number | string, block: Uint8Array): Uint8Array {
  return createHash('sha256').update(`${log} ${place} `).update(block).digest().subarray(0, CHECKSUM_BYTES)
}

function entryKey(log: string, index: number): string {
  return `${log}!${index.toString(16).padStart(10, '0')}`
}

/** Before the name of its log: no log has such a name. */
const DRAFTS = 'draft!'

function draftKey({ log, name }: Pick<JournalDraft, 'log' | 'name'>): string {
  return `${DRAFTS}${log}!${name}`
}

function openingError(thrown: unknown): AppError {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'LEVEL_LOCKED') return new AppError('in-use', 'another process has the data folder', { cause: thrown })
  if (code === 'LEVEL_CORRUPTION') return new AppError('unreadable', 'the journal is damaged', { cause: thrown })
  const error = toAppError(cause ?? thrown)
  // A power cut may keep that an old file was deleted, and forget that a new one took its place.
  if (error.message.includes('No such file'))
    return new AppError('unreadable', 'a file of the journal is missing', { cause: thrown })
  return error.code === 'internal'
    ? new AppError('disk-failed', 'the journal cannot be opened', { cause: thrown })
    : error
}
