import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { dirname } from 'node:path/posix'
import { z } from 'zod'
import { readIfThere, syncFolder, writeDurably } from '../lib/durable-file.ts'
import { sealJson, unsealJson } from '../lib/sealed-json.ts'
import { type DatabasePart, databaseParts, dataFiles, hashOfFile, kindOfFile, partOfFile } from './data-file.ts'

const FILE = 'ledger.json'

const recordSchema = z.object({ size: z.number().int().min(0), hash: z.string() })
type FileRecord = z.infer<typeof recordSchema>

const ledgerSchema = z.object({
  version: z.literal(1),
  /** Written after everything was closed: until then files were added and removed that are not in it. */
  clean: z.boolean(),
  /** Parts found damaged while they were in use. */
  suspects: z.array(z.enum(databaseParts)),
  files: z.record(z.string(), recordSchema),
})

/** A fixed file younger than this, in milliseconds, may still be being written. */
const SETTLED_AFTER = 60_000

/**
 * What the databases' files were when we last looked: LevelDB does not verify what it reads, drops damaged records of
 * its log without a word, and RocksDB verifies only what somebody asks for. What was recorded is never recorded again:
 * a file that is damaged later stays different from its record.
 */
export class FileLedger {
  private readonly unchecked: string[] = []

  private constructor(
    private readonly folder: string,
    private content: z.infer<typeof ledgerSchema>,
  ) {}

  /** Undefined when it is damaged: it can be made anew, and what it knew is not known any more. */
  static async open(folder: string): Promise<FileLedger | undefined> {
    const text = await readIfThere(join(folder, FILE))
    if (text === undefined) return FileLedger.anew(folder)
    const read = unsealJson('ledger', text)
    const parsed = read.state === 'whole' ? ledgerSchema.safeParse(read.content) : undefined
    return parsed?.success ? new FileLedger(folder, parsed.data) : undefined
  }

  static anew(folder: string): FileLedger {
    return new FileLedger(folder, { version: 1, clean: false, suspects: [], files: {} })
  }

  /** The last run ended as it should. */
  get isClean(): boolean {
    return this.content.clean
  }

  /** Parts found damaged while they were in use. */
  get suspects(): readonly DatabasePart[] {
    return this.content.suspects
  }

  /**
   * Files that are not what they were, of those that can be looked at before anything opens: all that change, and fixed
   * ones up to `budget` bytes. `checkRest` looks at the others.
   */
  async check(budget: number): Promise<string[]> {
    const damaged: string[] = []
    let left = budget
    for (const path of this.inOrderOfRisk()) {
      const { size } = this.recordOf(path)
      const isLater = kindOfFile(path) === 'fixed' && size > left
      if (isLater) this.unchecked.push(path)
      else if (!(await this.isWhole(path))) damaged.push(path)
      if (!isLater && kindOfFile(path) === 'fixed') left -= size
    }
    return damaged
  }

  /** The files that `check` left for later, those of `part` alone if one is named. Ends early when `stop` is aborted. */
  async *checkRest(part: DatabasePart, stop: AbortSignal, pause: () => Promise<void>): AsyncGenerator<string> {
    for (const path of this.unchecked.filter((unchecked) => partOfFile(unchecked) === part)) {
      if (stop.aborted) return
      if (!(await this.isWhole(path, pause)) && (await this.isStillThere(path))) yield path
    }
  }

  /** What is known of the files of a part, or of one of them, holds no more. */
  forget(path: string): void {
    const isForgotten = (known: string) => known === path || known.startsWith(`${path}/`)
    const kept = Object.entries(this.content.files).filter(([known]) => !isForgotten(known))
    const suspects = this.content.suspects.filter((part) => part !== path)
    this.content = { ...this.content, files: Object.fromEntries(kept), suspects }
  }

  /** From now on files change. */
  begin(): Promise<void> {
    return this.save({ clean: false })
  }

  /** Records what has come since, for a process that may be killed at any moment. */
  record(): Promise<void> {
    return this.recordFiles(SETTLED_AFTER, false)
  }

  /** Records everything, once all databases are closed. */
  close(): Promise<void> {
    return this.recordFiles(0, true)
  }

  suspect(part: DatabasePart): Promise<void> {
    return this.save({ suspects: [...new Set([...this.content.suspects, part])] })
  }

  private async recordFiles(settledAfter: number, clean: boolean): Promise<void> {
    const files: Record<string, FileRecord> = {}
    for (const path of await dataFiles(this.folder)) {
      const known = this.content.files[path]
      if (known && kindOfFile(path) === 'fixed') files[path] = known
      else {
        const record = await recordFile(join(this.folder, path), kindOfFile(path) === 'fixed' ? settledAfter : 0)
        if (record) files[path] = record
      }
    }
    // Of a file whose name a power cut takes back, the number is given to another, which must not pass for damaged.
    const folders = new Set(Object.keys(files).map((path) => dirname(path)))
    for (const place of folders) await syncFolder(join(this.folder, place))
    await this.save({ files, clean })
  }

  private async isWhole(path: string, pause?: () => Promise<void>): Promise<boolean> {
    const file = join(this.folder, path)
    const kind = kindOfFile(path)
    if (kind === 'replaced' && !this.content.clean) return pointsSomewhere(file)
    const now = await stat(file).catch(() => undefined)
    // Files come and go while the databases are in use: those that are missed say so themselves.
    if (!now) return !this.content.clean
    const { size, hash } = this.recordOf(path)
    const mayBeLonger = kind === 'growing' && !this.content.clean
    if (mayBeLonger ? now.size < size : now.size !== size) return false
    return (await hashOfFile(file, size, pause)) === hash
  }

  private async isStillThere(path: string): Promise<boolean> {
    return stat(join(this.folder, path)).then(
      () => true,
      () => false,
    )
  }

  /** What would do harm first comes first: then the views, where damage would be believed. */
  private inOrderOfRisk(): string[] {
    const risk = (path: string) =>
      (kindOfFile(path) === 'fixed' ? 10 : 0) + ['views', 'journal', 'logs'].indexOf(partOfFile(path) ?? 'logs')
    return Object.keys(this.content.files).toSorted((one, other) => risk(one) - risk(other))
  }

  private recordOf(path: string): FileRecord {
    return this.content.files[path] ?? { size: 0, hash: '' }
  }

  private async save(changes: Partial<z.infer<typeof ledgerSchema>>): Promise<void> {
    this.content = { ...this.content, ...changes }
    await writeDurably(join(this.folder, FILE), sealJson('ledger', this.content))
  }
}

/** Undefined for a file that is gone, or younger than `settledAfter`. */
async function recordFile(file: string, settledAfter: number): Promise<FileRecord | undefined> {
  const handle = await open(file, 'r+').catch(() => undefined)
  if (!handle) return undefined
  try {
    const { size, mtimeMs } = await handle.stat()
    if (settledAfter > 0 && Date.now() - mtimeMs < settledAfter) return undefined
    // What a power cut would take back must not be recorded.
    await handle.sync()
    const hash = await hashOfFile(file, size)
    return hash === undefined ? undefined : { size, hash }
  } finally {
    await handle.close()
  }
}

/** A pointer to the file that says which others count: when it is gone, the database would begin anew. */
async function pointsSomewhere(file: string): Promise<boolean> {
  const name = await readFile(file, 'utf8').catch(() => '')
  if (!/^MANIFEST-\d{6,}\n$/.test(name)) return false
  return stat(join(file, '..', name.trim())).then(
    () => true,
    () => false,
  )
}
