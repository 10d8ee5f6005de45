import { createHash } from 'node:crypto'
import { appendFile, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { AppError, type ErrorCode, toAppError } from '../../src-shared/errors.ts'
import { fileName, foldedName } from '../../src-shared/text/file-name.ts'
import { appendTo } from '../core/lib/append-to.ts'

/** What we wrote into a folder: the only files there that we may write over. */
const MANIFEST = '.maillage-export.json'
/** What the export that runs, or that was interrupted, was about to write: a line a file. */
const UNDER_WAY = '.maillage-export.partial'
/** The file that is being written. Not beside its name: the longest names leave no room for an ending. */
const WRITING = '.maillage-export.new'
const VERSION = 1

const entrySchema = z.object({ name: z.string().regex(/^[^/\\]+$/), hash: z.string() })
const manifestSchema = z.object({ version: z.literal(VERSION), files: z.record(z.string(), entrySchema) })
const lineSchema = entrySchema.extend({ key: z.string() })
type Entry = z.infer<typeof entrySchema>
type KnownEntry = z.infer<typeof lineSchema>

/** One file to be written. */
export interface Exported {
  /** The same at each export, whatever it is called. */
  key: string
  title: string
  /** With its dot. */
  extension: string
}

/** What a person is to be told of an export. */
export interface ExportReport {
  /** Called otherwise than after its title alone: that name was somebody's file, or another's of this export. */
  numbered: { title: string; file: string }[]
  /** Files of an earlier export that are gone: what they held is under another name now. */
  removed: string[]
  /** Files of an earlier export that stand there still, and are of nothing that was written now. */
  left: string[]
  failed: { title: string; code: ErrorCode; message: string }[]
}

/** A folder into which exports are written again and again, beside files that are none of ours. */
export class ExportFolder {
  readonly report: ExportReport = { numbered: [], removed: [], left: [], failed: [] }
  private readonly taken = new Set<string>([MANIFEST, UNDER_WAY, WRITING].map(foldedName))
  private readonly written = new Map<string, Entry>()
  private readonly writtenNames = new Set<string>()
  /** What exports wrote before under each name. */
  private readonly beforeByName = new Map<string, KnownEntry[]>()
  /** What each was called last. */
  private readonly nameByKey: Map<string, string>

  private constructor(
    private readonly folder: string,
    private readonly isSameExport: (key: string) => boolean,
    /** What exports wrote before, the last to be written last. */
    private readonly before: KnownEntry[],
  ) {
    for (const entry of before) appendTo(this.beforeByName, foldedName(entry.name), entry)
    this.nameByKey = new Map(before.map(({ key, name }) => [key, name]))
  }

  /**
   * `isSameExport` tells the files of this export from those that another network, or another format, has there.
   * @throws AppError `disk-failed`, `newer-version`
   */
  static async open(folder: string, isSameExport: (key: string) => boolean): Promise<ExportFolder> {
    if (folder.trim() === '') throw new AppError('invalid-input', 'an export needs a folder')
    const { makeFolder } = await import('../core/lib/durable-file.ts')
    await makeFolder(folder, 0o777)
    // Of an export that was killed.
    await rm(join(folder, WRITING), { force: true })
    const before = [...(await readManifest(join(folder, MANIFEST))), ...(await readLines(join(folder, UNDER_WAY)))]
    return new ExportFolder(folder, isSameExport, before)
  }

  /** Names of earlier exports are reserved: a new document that comes before in the list does not take one. */
  keepNames(wanted: Exported[]): void {
    for (const each of wanted) {
      const name = this.nameBefore(each)
      if (name) this.taken.add(foldedName(name))
    }
  }

  /** Writes one file. What the disk refuses is told at the end, and keeps nothing else from being written. */
  async write(exported: Exported, read: () => Promise<string>): Promise<boolean> {
    try {
      const content = await read()
      const name = await this.put(exported, content)
      if (name !== fileName(exported.title, exported.extension)) {
        this.report.numbered.push({ title: exported.title, file: name })
      }
      return true
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      this.report.failed.push({ title: exported.title, code, message })
      return false
    }
  }

  /** Takes away what the same were called before, tells what is left of others, and notes what was written. */
  async close(): Promise<ExportReport> {
    const files = new Map<string, Entry>()
    for (const { key, ...entry } of this.before) {
      if (!this.isSameExport(key)) {
        // Of two for one file, an export of another network that was interrupted left either.
        if (!files.has(key) || (await this.isAsWritten(entry.name, [entry]))) files.set(key, entry)
        continue
      }
      if (this.writtenNames.has(foldedName(entry.name)) || !(await this.isOurs(entry.name))) continue
      if (!this.written.has(key)) {
        files.set(key, entry)
        this.tellLeft(entry.name)
        continue
      }
      await rm(join(this.folder, entry.name)).then(
        () => this.report.removed.push(entry.name),
        () => this.tellLeft(entry.name),
      )
    }
    const all = Object.fromEntries([...files, ...this.written])
    await writeFileAtomic(join(this.folder, MANIFEST), `${JSON.stringify({ version: VERSION, files: all }, null, 2)}\n`)
    await rm(join(this.folder, UNDER_WAY), { force: true })
    return this.report
  }

  private async put(exported: Exported, content: string): Promise<string> {
    const before = this.nameBefore(exported)
    const hash = hashOf(content)
    for (let count = 0; ; count++) {
      const name = count === 0 ? before : numberedName(exported, count)
      if (name === undefined) continue
      const isFree = name === before || !this.taken.has(foldedName(name))
      if (!isFree || !(await this.tryWrite({ key: exported.key, name, hash }, content))) continue
      this.taken.add(foldedName(name))
      this.written.set(exported.key, { name, hash })
      this.writtenNames.add(foldedName(name))
      return name
    }
  }

  /** False where somebody's file has the name. Whenever it is interrupted, what stands there then is known as ours. */
  private async tryWrite(entry: KnownEntry, content: string): Promise<boolean> {
    const path = join(this.folder, entry.name)
    const mayReplace = await this.isOurs(entry.name)
    if (!mayReplace && (await isThere(path))) return false
    await appendFile(join(this.folder, UNDER_WAY), `${JSON.stringify(entry)}\n`)
    if (!mayReplace && !(await reserve(path))) return false
    const temporary = join(this.folder, WRITING)
    try {
      await writeFile(temporary, content, { flush: true })
      await rename(temporary, path)
      return true
    } catch (refused) {
      await rm(temporary, { force: true })
      if (!mayReplace) await rm(path, { force: true })
      throw refused
    }
  }

  /** This export wrote it, and nobody has changed it since. */
  private async isOurs(name: string): Promise<boolean> {
    const entries = this.beforeByName.get(foldedName(name)) ?? []
    const own = entries.filter(({ key }) => this.isSameExport(key))
    const others = entries.filter(({ key }) => !this.isSameExport(key))
    return (await this.isAsWritten(name, own)) && !(await this.isAsWritten(name, others))
  }

  /** An empty one was about to be written: there is nothing in it to lose. */
  private async isAsWritten(name: string, entries: Entry[]): Promise<boolean> {
    if (entries.length === 0) return false
    const path = join(this.folder, name)
    const found = await lstat(path).catch(() => undefined)
    if (!found?.isFile()) return false
    if (found.size === 0) return true
    const hash = hashOf(await readFile(path))
    return entries.some((entry) => entry.hash === hash)
  }

  private tellLeft(name: string): void {
    if (!this.report.left.includes(name)) this.report.left.push(name)
  }

  /** What it was called, if that is still after its title. */
  private nameBefore(exported: Exported): string | undefined {
    const name = this.nameByKey.get(exported.key)
    const count = Number(/ \((\d{1,6})\)\.[a-z]+$/.exec(name ?? '')?.[1] ?? 1)
    return name !== undefined && [1, count].some((each) => numberedName(exported, each) === name) ? name : undefined
  }
}

function numberedName({ title, extension }: Exported, count: number): string {
  return fileName(title, count === 1 ? extension : ` (${count})${extension}`)
}

/** @throws AppError `newer-version` */
async function readManifest(file: string): Promise<KnownEntry[]> {
  const stored = await readFile(file, 'utf8').then(parsedOrNothing, () => undefined)
  const version = z.object({ version: z.number() }).safeParse(stored).data?.version ?? VERSION
  if (version > VERSION) throw new AppError('newer-version', `${file} is of a newer Maillage, version ${version}`)
  // None, or not ours: then nothing here is ours.
  const files = manifestSchema.safeParse(stored).data?.files ?? {}
  return Object.entries(files).map(([key, entry]) => ({ key, ...entry }))
}

/** The last line may be cut short: nothing was written yet of what it names. */
async function readLines(file: string): Promise<KnownEntry[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => lineSchema.safeParse(parsedOrNothing(line)).data ?? [])
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** Takes a name that nobody has: a file that is renamed to it would write over whose it became in the meantime. */
async function reserve(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx' })
    return true
  } catch (refused) {
    if ((refused as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw refused
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
