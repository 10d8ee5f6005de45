import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Call } from './recording.ts'

/** A change of a file's bytes, and when it was made: its place in the record. */
export type ByteChange = { at: number } & ({ offset: number; bytes: Buffer } | { length: number })

export interface RecordedFile {
  kind: 'file'
  inode: number
  before: Buffer
  changes: ByteChange[]
  /** Changes made before this are durable. */
  durableUntil: number
}

/** A change of the names in a folder: those that go, and what stands under a name from then on. */
export interface NameChange {
  at: number
  gone: string[]
  come: { name: string; what: Recorded }[]
}

export interface RecordedFolder {
  kind: 'folder'
  inode: number
  before: Map<string, Recorded>
  /** As the running process saw it last. */
  now: Map<string, Recorded>
  changes: NameChange[]
  durableUntil: number
}

export type Recorded = RecordedFile | RecordedFolder

/** The databases' diaries, which nobody reads. */
const isDiary = (name: string) => /^LOG(\.old.*)?$/.test(name)

/**
 * A folder as it was before a process used it, and all that the process did to it since. A sync makes durable what it
 * was called for and nothing else: of a file its bytes and not its name, of a folder the names in it.
 */
export class RecordedDisk {
  private readonly known = new Map<number, Recorded>()
  private readonly syncs = new Map<number, number>()
  private at = 0

  private constructor(
    private readonly path: string,
    readonly root: RecordedFolder,
    private readonly counts: (path: string) => boolean,
  ) {}

  /** `counts` says whether a sync of what stands under a path, named from `path`, makes anything durable. */
  static async read(path: string, counts: (path: string) => boolean = () => true): Promise<RecordedDisk> {
    const { ino } = await stat(path)
    const disk = new RecordedDisk(path, emptyFolder(ino), counts)
    disk.known.set(ino, disk.root)
    await disk.readFolder(path, disk.root)
    return disk
  }

  play(calls: Call[]): void {
    for (const call of calls) this.playOne(call)
  }

  private async readFolder(path: string, folder: RecordedFolder): Promise<void> {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (isDiary(entry.name)) continue
      const inner = join(path, entry.name)
      const { ino } = await stat(inner)
      const what = entry.isDirectory() ? emptyFolder(ino) : newFile(ino, await readFile(inner))
      if (what.kind === 'folder') await this.readFolder(inner, what)
      this.known.set(ino, what)
      folder.before.set(entry.name, what)
      folder.now.set(entry.name, what)
    }
  }

  private playOne(call: Call): void {
    const at = ++this.at
    switch (call.kind) {
      case 'makeFile':
      case 'makeFolder':
        this.make(at, call.path, call.kind === 'makeFile' ? newFile(call.inode) : emptyFolder(call.inode))
        break
      case 'rename':
        this.move(at, call.path, call.to)
        break
      case 'link': {
        const what = this.find(call.path)
        if (what) this.name(at, call.to, what)
        break
      }
      case 'unlink':
        if (this.find(call.path)) change(this.folderOf(call.path), { at, gone: [basename(call.path)], come: [] })
        break
      case 'write':
        this.changeBytes(call.inode, { at, offset: call.offset, bytes: call.bytes })
        break
      case 'truncate':
        this.changeBytes(call.inode, { at, length: call.length })
        break
      case 'syncBegins':
        this.syncs.set(call.number, at)
        break
      case 'syncEnds':
        this.keep(call.inode, this.syncs.get(call.number) ?? 0)
        break
    }
  }

  private make(at: number, path: string, what: Recorded): void {
    // A diary may be given the number of a file that is gone, which the power cut can bring back.
    this.known.delete(what.inode)
    if (isDiary(basename(path))) return
    this.known.set(what.inode, what)
    this.name(at, path, what)
  }

  private move(at: number, path: string, to: string): void {
    const what = this.find(path)
    if (!what) return
    const from = this.folderOf(path)
    const isWithin = from === this.folderOf(to)
    if (!isWithin) this.name(at, to, what)
    change(from, { at, gone: [basename(path)], come: isWithin ? [{ name: basename(to), what }] : [] })
  }

  private keep(inode: number, until: number): void {
    const what = this.known.get(inode)
    if (what && this.counts(this.pathOf(what))) what.durableUntil = Math.max(what.durableUntil, until)
  }

  private name(at: number, path: string, what: Recorded): void {
    change(this.folderOf(path), { at, gone: [], come: [{ name: basename(path), what }] })
  }

  private changeBytes(inode: number, made: ByteChange): void {
    const file = this.known.get(inode)
    if (file?.kind === 'file') file.changes.push(made)
  }

  private find(path: string): Recorded | undefined {
    if (path === this.path) return this.root
    const parent = this.find(dirname(path))
    return parent?.kind === 'folder' ? parent.now.get(basename(path)) : undefined
  }

  private folderOf(path: string): RecordedFolder {
    const folder = this.find(dirname(path))
    if (folder?.kind !== 'folder') throw new Error(`the record names ${path}, whose folder it does not know`)
    return folder
  }

  private pathOf(wanted: Recorded, folder = this.root): string {
    for (const [name, what] of folder.now) {
      if (what === wanted) return name
      const inner = what.kind === 'folder' ? this.pathOf(wanted, what) : ''
      if (inner) return `${name}/${inner}`
    }
    return ''
  }
}

/** The bytes that changes made of a file. */
export function bytesAfter(before: Buffer, changes: ByteChange[]): Buffer {
  let length = before.length
  let bytes = before
  const grow = (wanted: number) => {
    if (wanted <= bytes.length && bytes !== before) return
    const larger = Buffer.alloc(Math.max(wanted, bytes.length * 2))
    bytes.copy(larger, 0, 0, length)
    bytes = larger
  }
  for (const made of changes) {
    if ('length' in made) {
      grow(made.length)
      if (made.length < length) bytes.fill(0, made.length, length)
      length = made.length
    } else {
      const end = made.offset + made.bytes.length
      grow(Math.max(end, length))
      made.bytes.copy(bytes, made.offset)
      length = Math.max(length, end)
    }
  }
  return bytes.subarray(0, length)
}

/** The names that changes made of a folder. */
export function namesAfter(before: Map<string, Recorded>, changes: NameChange[]): Map<string, Recorded> {
  const names = new Map(before)
  for (const { gone, come } of changes) {
    for (const name of gone) names.delete(name)
    for (const { name, what } of come) names.set(name, what)
  }
  return names
}

function change(folder: RecordedFolder, made: NameChange): void {
  folder.changes.push(made)
  for (const name of made.gone) folder.now.delete(name)
  for (const { name, what } of made.come) folder.now.set(name, what)
}

function newFile(inode: number, before = Buffer.alloc(0)): RecordedFile {
  return { kind: 'file', inode, before, changes: [], durableUntil: 0 }
}

function emptyFolder(inode: number): RecordedFolder {
  return { kind: 'folder', inode, before: new Map(), now: new Map(), changes: [], durableUntil: 0 }
}
