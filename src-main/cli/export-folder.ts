import { createHash } from 'node:crypto'
import { lstat, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError, type ErrorCode, toAppError } from '../../src-shared/errors.ts'
import { fileName, foldedName } from '../../src-shared/text/file-name.ts'

/** What we wrote into a folder: the only files there that we may write over. */
const MANIFEST = '.maillage-export.json'
const VERSION = 1

const entrySchema = z.object({ name: z.string().regex(/^[^/\\]+$/), hash: z.string() })
const manifestSchema = z.object({ version: z.literal(VERSION), files: z.record(z.string(), entrySchema) })
type Entry = z.infer<typeof entrySchema>

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
  private readonly taken = new Set<string>([foldedName(MANIFEST)])
  private readonly written = new Map<string, Entry>()

  private constructor(
    private readonly folder: string,
    private readonly before: Map<string, Entry>,
  ) {}

  /** @throws AppError `disk-failed` */
  static async open(folder: string): Promise<ExportFolder> {
    if (folder.trim() === '') throw new AppError('invalid-input', 'an export needs a folder')
    const { makeFolder } = await import('../core/lib/durable-file.ts')
    await makeFolder(folder, 0o777)
    return new ExportFolder(folder, await readManifest(join(folder, MANIFEST)))
  }

  /** What is called already keeps its name: whoever comes before it in the list does not take it. */
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
      this.written.set(exported.key, { name, hash: hashOf(content) })
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
  async close(isSameExport: (key: string) => boolean): Promise<ExportReport> {
    const files = Object.fromEntries(this.before)
    for (const [key, entry] of this.before) {
      const now = this.written.get(key)
      if (now?.name === entry.name || !isSameExport(key)) continue
      if (!(await this.isOurs(entry.name))) {
        delete files[key]
        continue
      }
      if (!now) this.report.left.push(entry.name)
      else if (!this.isTakenNow(entry.name)) {
        await rm(join(this.folder, entry.name)).then(
          () => this.report.removed.push(entry.name),
          () => this.report.left.push(entry.name),
        )
      }
    }
    const all = { ...files, ...Object.fromEntries(this.written) }
    await writeFile(join(this.folder, MANIFEST), `${JSON.stringify({ version: VERSION, files: all }, null, 2)}\n`)
    return this.report
  }

  private async put(exported: Exported, content: string): Promise<string> {
    const before = this.nameBefore(exported)
    for (let count = 0; ; count++) {
      const name = count === 0 ? before : numberedName(exported, count)
      if (name === undefined) continue
      const isFree = name === before || !this.taken.has(foldedName(name))
      if (!isFree || !(await this.tryWrite(name, content))) continue
      this.taken.add(foldedName(name))
      return name
    }
  }

  /** False where somebody's file has the name. */
  private async tryWrite(name: string, content: string): Promise<boolean> {
    const mayReplace = await this.isOurs(name)
    const flag = mayReplace ? 'w' : 'wx'
    try {
      await writeFile(join(this.folder, name), content, { flag })
      return true
    } catch (refused) {
      if (flag === 'wx' && (refused as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw refused
    }
  }

  /** An export wrote it, and nobody has changed it since. */
  private async isOurs(name: string): Promise<boolean> {
    const hashes = [...this.before.values()].filter((entry) => foldedName(entry.name) === foldedName(name))
    if (hashes.length === 0) return false
    const path = join(this.folder, name)
    const isFile = await lstat(path).then(
      (found) => found.isFile(),
      () => false,
    )
    if (!isFile) return false
    const hash = hashOf(await readFile(path))
    return hashes.some((entry) => entry.hash === hash)
  }

  /** What it was called, if that is still after its title. */
  private nameBefore(exported: Exported): string | undefined {
    const name = this.before.get(exported.key)?.name
    const count = Number(/ \((\d{1,6})\)\.[a-z]+$/.exec(name ?? '')?.[1] ?? 1)
    return name !== undefined && [1, count].some((each) => numberedName(exported, each) === name) ? name : undefined
  }

  private isTakenNow(name: string): boolean {
    return [...this.written.values()].some((entry) => foldedName(entry.name) === foldedName(name))
  }
}

function numberedName({ title, extension }: Exported, count: number): string {
  return fileName(title, count === 1 ? extension : ` (${count})${extension}`)
}

async function readManifest(file: string): Promise<Map<string, Entry>> {
  try {
    return new Map(Object.entries(manifestSchema.parse(JSON.parse(await readFile(file, 'utf8'))).files))
  } catch {
    // None, or not ours: then nothing here is ours.
    return new Map()
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
