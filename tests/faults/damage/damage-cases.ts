import { createHash } from 'node:crypto'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { kindOfFile } from '../../../src-main/core/damage/data-file.ts'
import { AppError } from '../../../src-shared/errors.ts'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { chance } from '../../support/random.ts'
import { inWorld, type TestCore, type World } from '../../support/test-core.ts'
import { type FilledFolders, type Shown, show } from './filled-folder.ts'
import { damage, type Way, ways } from './ways.ts'

export interface DamageCase {
  /** Named from alice's folder. */
  file: string
  way: Way
  other: string | undefined
  /** Before anything opens, or in the background: both must find it. */
  whenChecked: 'at start' | 'running'
  seed: number
}

export interface DamageReport {
  cases: number
  detected: number
  healed: number
  failures: string[]
}

/** Every data file in every way, in an order of its own. */
export async function everyCase({ folder }: FilledFolders, seed: number): Promise<DamageCase[]> {
  const random = chance(seed)
  const files = (await filesUnder(join(folder, 'alice'))).filter(holdsData)
  return files.flatMap((file) =>
    ways.map((way) => {
      const others = files.filter((other) => other !== file && isSameKind(other, file) && !areBothOurs(other, file))
      return {
        file,
        way,
        other: others.length > 0 ? random.pick(others) : undefined,
        // LevelDB ends the process over some damaged tables: only the next start could tell.
        whenChecked: file.startsWith('logs/') ? random.pick(['at start', 'running'] as const) : ('at start' as const),
        seed: random.below(1_000_000_000),
      }
    }),
  )
}

/** Damages a copy of alice's folder, and watches her and bob until all is as it was. */
export async function runCases(
  filled: FilledFolders,
  cases: DamageCase[],
  say: (line: string) => void = () => undefined,
): Promise<DamageReport> {
  const report: DamageReport = { cases: 0, detected: 0, healed: 0, failures: [] }
  for (const damageCase of cases) {
    const told = await runCase(filled, damageCase).catch((thrown: unknown) => String((thrown as Error).stack ?? thrown))
    if (told === 'nothing to damage') continue
    report.cases++
    if (told === undefined || !told.includes('not detected')) report.detected++
    if (told === undefined) report.healed++
    else report.failures.push(`${JSON.stringify(damageCase)}: ${told}`)
    if (told !== undefined) say(`failed: ${report.failures.at(-1)}`)
    if (report.cases % 20 === 0) say(describe(report))
  }
  return report
}

export function describe({ cases, detected, healed, failures }: DamageReport): string {
  return `${cases} cases: ${detected} detected, ${healed} healed, ${failures.length} failures`
}

/** What went wrong, if anything. */
async function runCase(filled: FilledFolders, { file, way, other, whenChecked, seed }: DamageCase) {
  return inWorld(async (world) => {
    // The folder is copied for each case, and stays at home all the same.
    world.home = async () => 'the same for every copy'
    const random = chance(seed)
    for (const name of ['alice', 'bob']) {
      await cp(join(filled.folder, name), join(world.folder, name), { recursive: true })
    }
    const folder = join(world.folder, 'alice')
    const path = join(folder, file)
    if (!(await damage(path, way, other && join(folder, other), random))) return 'nothing to damage'
    const damaged = await hashOf(path)
    const bob = await world.startOne('bob')
    const alice = await world.startOne('alice', whenChecked === 'running' ? 0 : undefined)
    return watch(world, { alice, bob, filled, damaged })
  })
}

interface Watched {
  alice: TestCore
  bob: TestCore
  filled: FilledFolders
  damaged: string
}

async function watch(world: World, { alice, bob, filled, damaged }: Watched): Promise<string | undefined> {
  const { space } = filled
  await world.until(
    async () => {
      await alice.healed()
      return alice.isRunning && alice.core.incidents.list().length > 0
    },
    () => 'not detected',
  )
  if (!(await setAsideHashes(alice.folder)).includes(damaged)) return 'the damaged bytes are gone'
  await world.until(
    async () => isDeepStrictEqual(await tryToShow(alice, filled), filled.truth),
    async () => differences(await tryToShow(alice, filled), filled.truth),
  )
  await world.settled(space)
  const { page } = await alice.call['page.create']({ space, fields: { title: 'Après' } })
  await world.settled(space)
  const theirs = await bob.call['page.get']({ space, page }).catch(() => undefined)
  if (theirs?.title !== 'Après') return 'bob does not hear of what alice writes'
  for (const writer of [alice, bob]) {
    const [hers, his] = [await blocksOf(alice, writer, space), await blocksOf(bob, writer, space)]
    if (!isDeepStrictEqual(hers, his)) return `they disagree about the log of ${writer.name}`
  }
  const before = alice.core.incidents.list().length
  await alice.restart()
  await alice.healed()
  const after = alice.core.incidents.list()
  return after.length > before ? `damaged again: ${JSON.stringify(after.at(-1))}` : undefined
}

/** A core that is being started again answers nothing. */
async function tryToShow(device: TestCore, filled: FilledFolders): Promise<Shown | string> {
  await device.healed()
  return show(device, filled).catch((thrown: unknown) => (thrown instanceof AppError ? thrown.message : String(thrown)))
}

function differences(shown: Shown | string, truth: Shown): unknown {
  if (typeof shown === 'string') return shown
  const names = Object.keys(truth) as (keyof Shown)[]
  return names
    .filter((name) => !isDeepStrictEqual(shown[name], truth[name]))
    .map((name) => `${name}: ${shown[name].length} of ${truth[name].length}`)
}

async function blocksOf(device: TestCore, writer: TestCore, space: SpaceId): Promise<string[]> {
  const log = device.space(space).logs.get(writer.core.device)
  if (!log) return []
  const blocks = await Promise.all(Array.from({ length: log.held }, (_, index) => log.read(index)))
  return blocks.map((block) => Buffer.from(block ?? []).toString('hex'))
}

/** Files of databases that hold nothing are not worth a case; nor is the lock. */
function holdsData(path: string): boolean {
  return path.endsWith('.json') || (!path.startsWith('lock/') && kindOfFile(path) !== 'idle')
}

function isSameKind(one: string, other: string): boolean {
  return extension(one) === extension(other)
}

/** The end of our own log stands in these two and nowhere else on this disk. */
function areBothOurs(one: string, other: string): boolean {
  const [first, second] = [one, other].toSorted()
  return first?.startsWith('journal/') === true && second?.startsWith('logs/') === true && extension(one) === '.log'
}

function extension(path: string): string {
  return /\.\w+$/.exec(path)?.[0] ?? (path.includes('MANIFEST') ? 'MANIFEST' : path)
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return files.map((file) => relative(folder, file).replaceAll(sep, '/')).toSorted()
}

async function setAsideHashes(folder: string): Promise<string[]> {
  const place = join(folder, 'set-aside')
  const files = await filesUnder(place).catch(() => [])
  return Promise.all(files.map((file) => hashOf(join(place, file))))
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}
