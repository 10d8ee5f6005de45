import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { toAppError } from '../../../src-shared/errors.ts'
import { Journal, type JournalEntry } from './journal.ts'

/** Entries written at once, and bytes of them: a block may have eight million. */
const ENTRIES_AT_ONCE = 256
const BYTES_AT_ONCE = 32 * 1024 * 1024

/**
 * How to open what is damaged, the one to be believed first: a repair takes in every file that is there, tables too that
 * a power cut brought back, and what these say of a place must not come before what was written there since.
 */
const ways = ['as it was left', 'repaired'] as const
type Way = (typeof ways)[number]

/**
 * Brings what is whole in a damaged journal into a new one: the end of it may stand nowhere else, and a log that went on
 * without it would fork. Works on copies, since a repair deletes what it cannot read. Doing it again changes nothing.
 *
 * LevelDB verifies the records of its log and not those of its tables, and ends the process over some of them: damaged
 * tables are left out.
 * @throws what the disk refuses to write
 */
export async function salvageJournal(folder: string, damaged: string[], journal: Journal): Promise<void> {
  const isTaken = (file: string) => !(file.endsWith('.ldb') && damaged.includes(basename(file)))
  for (const way of ways) {
    const place = await mkdtemp(join(tmpdir(), 'maillage-journal-'))
    try {
      const copy = join(place, 'journal')
      const old = await cp(folder, copy, { recursive: true, filter: isTaken })
        .then(() => open(copy, way))
        .catch(unlessFull)
      await (old && copyAll(old, journal).finally(() => old.close()))
    } finally {
      await rm(place, { recursive: true, force: true })
    }
  }
}

async function open(folder: string, way: Way): Promise<Journal> {
  if (way === 'repaired') await ClassicLevel.repair(folder)
  return Journal.open(folder)
}

/** Where nothing can be read, the logs have what they have. */
function unlessFull(thrown: unknown): undefined {
  if (toAppError(thrown).code === 'disk-full') throw thrown
}

/** What is written here last of a draft is newer. */
async function copyDrafts(from: Journal, to: Journal): Promise<void> {
  const there = new Set<string>()
  for await (const { log, name } of to.wholeDrafts()) there.add(`${log} ${name}`)
  for await (const draft of readable(from.wholeDrafts())) {
    if (!there.has(`${draft.log} ${draft.name}`)) await to.write([], [{ ...draft, is: 'kept' }])
  }
}

async function placesIn(journal: Journal): Promise<Set<string>> {
  const places = new Set<string>()
  for await (const entry of journal.wholeEntries()) places.add(placeOf(entry))
  return places
}

function placeOf({ log, index }: JournalEntry): string {
  return `${log} ${index}`
}

async function copyAll(from: Journal, to: Journal): Promise<void> {
  await copyMissing(from, to)
  await copyDrafts(from, to)
}

async function copyMissing(from: Journal, to: Journal): Promise<void> {
  const there = await placesIn(to)
  let waiting: JournalEntry[] = []
  let bytes = 0
  for await (const entry of readable(from.wholeEntries())) {
    if (there.has(placeOf(entry))) continue
    waiting.push(entry)
    bytes += entry.block.length
    if (waiting.length < ENTRIES_AT_ONCE && bytes < BYTES_AT_ONCE) continue
    await to.write(waiting)
    waiting = []
    bytes = 0
  }
  await to.write(waiting)
}

/** What comes before the first that cannot be read. */
async function* readable<Item>(entries: AsyncGenerator<Item>): AsyncGenerator<Item> {
  try {
    yield* entries
  } catch {
    // The logs have what they have.
  }
}
