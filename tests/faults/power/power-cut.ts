import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Chance } from '../../support/random.ts'
import {
  type ByteChange,
  bytesAfter,
  namesAfter,
  type Recorded,
  type RecordedDisk,
  type RecordedFile,
  type RecordedFolder,
} from './recorded-disk.ts'

/** A disk forgets in pieces of this size; what is written across two may survive in part. */
const pieceSizes = [512, 4096] as const

/**
 * What becomes of names since their folder was synced. `none` and `apart` are the hard ones: no change survives, or those
 * up to some moment, in every folder another. `together`: up to one moment in all, as file systems with a journal do.
 * Harder still would be a folder that keeps a later change and forgets an earlier one: LevelDB does not survive that.
 */
const nameFates = ['none', 'apart', 'together'] as const

/** What becomes of bytes since their file was synced; `upTo` some moment, or whichever `pieces`, zeros between them. */
const byteFates = ['none', 'all', 'upTo', 'pieces'] as const

export type Fates = `${(typeof nameFates)[number]} ${(typeof byteFates)[number]}`

export interface PowerCutOptions {
  /** The data folder, as the process that was killed left it. */
  folder: string
  /** Of that folder, with all that the process did. */
  disk: RecordedDisk
  random: Chance
}

/** Puts in the place of a folder what a power cut could have left of it, and says what it forgot. */
export async function cutPower({
  folder,
  disk,
  random,
}: PowerCutOptions): Promise<{ fates: Fates; forgotten: number }> {
  const names = random.pick(nameFates)
  const bytes = random.pick(byteFates)
  const left = new PowerCut(disk, random, names, bytes)
  const place = `${folder}.left`
  await left.write(place)
  // The inode of this one tells a data folder from its copies, and a power cut leaves it as it is.
  for (const home of left.homes) await rename(join(folder, home), join(place, home))
  await rm(folder, { recursive: true })
  await rename(place, folder)
  return { fates: `${names} ${bytes}`, forgotten: left.forgotten }
}

class PowerCut {
  forgotten = 0
  /** Files named `home`, from the folder: to be moved, not written. */
  readonly homes: string[] = []
  private readonly survivesUntil: number
  /** Changes of names that are durable, in whichever folder; a file that moves stands in one of the two. */
  private readonly durable: ReadonlySet<number>
  /** Changes of names that move something from one folder into another, which stands in one of the two. */
  private readonly fates = new Map<number, boolean>()
  private readonly piece: number

  constructor(
    private readonly disk: RecordedDisk,
    private readonly random: Chance,
    private readonly names: (typeof nameFates)[number],
    private readonly bytes: (typeof byteFates)[number],
  ) {
    this.piece = random.pick(pieceSizes)
    const folders = foldersOf(disk.root)
    const moments = (folder: RecordedFolder) => folder.changes.map(({ at }) => at)
    this.durable = new Set(folders.flatMap((folder) => moments(folder).filter((at) => at < folder.durableUntil)))
    const first = Math.max(0, ...this.durable) + 1
    const last = Math.max(first, ...folders.flatMap(moments).map((at) => at + 1))
    this.survivesUntil = first + random.below(last - first + 1)
  }

  async write(place: string, path = '', what: Recorded = this.disk.root): Promise<void> {
    if (what.kind === 'file') {
      if (basename(path) === 'home') this.homes.push(path)
      else await writeFile(join(place, path), this.bytesOf(what), { mode: 0o600 })
      return
    }
    await mkdir(join(place, path), { mode: 0o700 })
    for (const [name, inner] of this.namesIn(what)) await this.write(place, join(path, name), inner)
  }

  private namesIn(folder: RecordedFolder): Map<string, Recorded> {
    const until = this.namesSurviveUntil(folder)
    const kept = folder.changes.filter(({ at }) => this.durable.has(at) || this.survives(at, until))
    this.forgotten += folder.changes.length - kept.length
    return namesAfter(folder.before, kept)
  }

  private namesSurviveUntil({ durableUntil, changes }: RecordedFolder): number {
    switch (this.names) {
      case 'none':
        return durableUntil
      case 'together':
        return this.survivesUntil
      case 'apart': {
        const pending = changes.filter(({ at }) => at >= durableUntil)
        return pending[this.random.below(pending.length + 1)]?.at ?? Number.POSITIVE_INFINITY
      }
    }
  }

  private survives(at: number, until: number): boolean {
    const fate = this.fates.get(at) ?? at < until
    this.fates.set(at, fate)
    return fate
  }

  private bytesOf({ before, changes, durableUntil }: RecordedFile): Buffer {
    const durable = changes.filter(({ at }) => at < durableUntil)
    const pending = changes.filter(({ at }) => at >= durableUntil)
    if (pending.length === 0) return bytesAfter(before, durable)
    const kept = this.survivorsOf(pending, bytesAfter(before, durable).length)
    const left = bytesAfter(before, [...durable, ...kept])
    if (!left.equals(bytesAfter(before, changes))) this.forgotten++
    return left
  }

  private survivorsOf(pending: ByteChange[], length: number): ByteChange[] {
    switch (this.bytes) {
      case 'none':
        return []
      case 'all':
        return pending
      case 'upTo': {
        const pieces = pending.flatMap((made) => this.inPieces(made))
        return pieces.slice(0, this.random.below(pieces.length + 1))
      }
      case 'pieces':
        return pending.flatMap((made) => this.inPieces(made)).flatMap((made) => this.pieceOrLength(made, length))
    }
  }

  /** The piece; or nothing of it; or, behind what is durable, only the length that it gave the file. */
  private pieceOrLength(made: ByteChange, durable: number): ByteChange[] {
    const fate = this.random.below(4)
    if (fate < 2) return [made]
    return fate === 2 && 'bytes' in made && made.offset >= durable
      ? [{ ...made, bytes: Buffer.alloc(made.bytes.length) }]
      : []
  }

  private inPieces(made: ByteChange): ByteChange[] {
    if ('length' in made) return [made]
    const pieces: ByteChange[] = []
    for (let done = 0; done < made.bytes.length; ) {
      const offset = made.offset + done
      const length = Math.min(this.piece - (offset % this.piece), made.bytes.length - done)
      pieces.push({ at: made.at, offset, bytes: made.bytes.subarray(done, done + length) })
      done += length
    }
    return pieces
  }
}

function foldersOf(what: Recorded): RecordedFolder[] {
  if (what.kind === 'file') return []
  return [what, ...[...what.now.values()].flatMap(foldersOf)]
}
