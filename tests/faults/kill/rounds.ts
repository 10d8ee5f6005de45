import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet'
import { startCore } from '../../../src-main/core/start-core.ts'
import { builtProgram } from '../../support/built-program.ts'
import { type Chance, chance } from '../../support/random.ts'
import { type Begin, type Claim, type Phase, phases, type Report } from './messages.ts'

/** Lives of one data folder, at most, before it is looked through whole and another begins. */
const LIVES_PER_FOLDER = 20
/** Each phase has its turn in every folder: the first life enters the network, and is none of them. */
const LIVES_FOR_EACH_PHASE = 1 + phases.length
/** How many of the older claims each life looks at, beside those of the life before. */
const OLDER_CLAIMS = 10
/** Milliseconds within which a process is killed: from its start, once it works, or after one of the first acknowledgements. */
const STARTS_AT_MOST = 400
const WORKS_AT_MOST = 300
const GOES_ON_AT_MOST = 50
/** A slow machine acknowledges nothing in the first moments: every second life lasts until so many at most. */
const ACKNOWLEDGES_AT_MOST = 8
/** A process that takes longer hangs, which is a failure too. */
const LIFE_DEADLINE = 60_000

export interface KillOptions {
  contender: 'maillage' | 'journal' | 'stock'
  rounds: number
  seed: number
  /** Data folders that live at the same time; one where nothing else is said. */
  lanes?: number
  say?(line: string): void
  aftermath?: Aftermath
}

/** What happens to a data folder when its process ends, beside the killing. */
export interface Aftermath {
  /** Folders stand in this one. */
  root: string
  /** For the processes. */
  env: NodeJS.ProcessEnv
  before(folder: string): Promise<void>
  /** @throws when it cannot tell what would happen */
  after(folder: string, life: { pid: number; isKilled: boolean }): Promise<void>
}

/** What was done, and what was found: nothing may be lost, and every start must succeed. */
export interface KillResult {
  kills: Record<Phase, number>
  acknowledged: number
  lost: Claim[]
  /** Starts that failed, and whatever else is not as it should be. */
  failures: string[]
}

/** Kills a process again and again at random moments, and looks each time whether all it acknowledged is there. */
export async function killRounds(options: KillOptions): Promise<KillResult> {
  const result: KillResult = { kills: noKills(), acknowledged: 0, lost: [], failures: [] }
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  const program = await builtProgram(join(import.meta.dirname, `${options.contender}-peer.ts`))
  const folders = livesOfFolders(options)
  const work = async () => {
    for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
      const { done, lives } = next
      const random = chance(options.seed + done)
      await killOneFolder({ ...options, lives, done, bootstrap, program, random }, result)
      options.say?.(`${done + lives} of ${options.rounds}: ${describe(result)}`)
    }
  }
  try {
    await Promise.all(Array.from({ length: options.lanes ?? 1 }, work))
  } finally {
    for (const child of spares.splice(0)) child.kill('SIGKILL')
    await testnet.destroy()
  }
  return result
}

/** How many lives each folder has, after how many rounds: a short run gives every lane a folder, too. */
function livesOfFolders({ rounds, lanes = 1 }: KillOptions): { done: number; lives: number }[] {
  const each = Math.min(LIVES_PER_FOLDER, Math.max(LIVES_FOR_EACH_PHASE, Math.ceil(rounds / lanes)))
  return Array.from({ length: Math.ceil(rounds / each) }, (_, index) => {
    return { done: index * each, lives: Math.min(each, rounds - index * each) }
  })
}

export function describe({ kills, acknowledged, lost, failures }: KillResult): string {
  const total = Object.values(kills).reduce((sum, number) => sum + number, 0)
  const each = Object.entries(kills).map(([phase, number]) => `${phase} ${number}`)
  return `${total} kills (${each.join(', ')}), ${acknowledged} acknowledged, ${lost.length} lost, ${failures.length} failures`
}

interface FolderOptions extends KillOptions {
  lives: number
  /** Rounds before these. */
  done: number
  bootstrap: string
  /** The file that processes run. */
  program: string
  random: Chance
}

/** The lives of one folder, in company of a place that is never killed. */
async function killOneFolder(options: FolderOptions, result: KillResult): Promise<void> {
  const { random, lives, done, contender, aftermath } = options
  const root = await mkdtemp(join(aftermath?.root ?? tmpdir(), 'maillage-kill-'))
  const partner = contender === 'maillage' ? await startPartner(join(root, 'partner'), options.bootstrap) : undefined
  const folder = join(root, 'killed', 'place')
  const ledger: Claim[] = []
  let recent: Claim[] = []
  let link = partner?.link
  let turn: Phase[] = []
  for (let life = 0; life <= lives; life++) {
    const isLast = life === lives
    if (turn.length === 0) turn = inRandomOrder(phases, random)
    // The first life enters the network; it must get so far.
    const phase = isLast ? 'checking' : life === 0 ? 'creating' : (turn.pop() ?? 'creating')
    const older = Array.from({ length: Math.min(OLDER_CLAIMS, ledger.length) }, () => random.pick(ledger))
    const claims = isLast ? ledger : [...recent, ...older]
    const begin: Begin = { folder, phase, claims, life: (done + life).toString(36), link }
    const isPatient = life % 2 === 0
    await aftermath?.before(folder)
    const lived = await liveOnce(options, begin, isPatient)
    await aftermath?.after(folder, { pid: lived.pid, isKilled: !isLast })
    if (phase !== 'checking') result.kills[phase]++
    recent = lived.acknowledged
    ledger.push(...recent)
    result.acknowledged += recent.length
    result.lost.push(...lived.lost)
    if (lived.hasStarted) link = undefined
    if (!lived.failure) continue
    const failure = `${phase}, life ${done + life}: ${lived.failure}`
    result.failures.push(failure)
    // Of a run of an hour one wants to know at once.
    options.say?.(`failed, seed ${options.seed}: ${failure}`)
  }
  await partner?.stop()
  await rm(root, { recursive: true })
}

/** A place that writes all the time, so that the other always has something to receive. */
async function startPartner(folder: string, bootstrap: string) {
  const core = await startCore({ folder, bootstrap, host: '127.0.0.1', offline: false })
  const space = await core.createSpace('Drôme', { name: 'L’Établi', commune: 'Crest' })
  const { link } = await core.invitations.create(space.id, {
    role: 'administrator',
    isReusable: true,
    needsApproval: false,
    days: 7,
  })
  let isStopping = false
  const writing = (async () => {
    for (let page = 0; !isStopping; page++) {
      await space.documents.create([{ fields: { type: 'page', title: `page ${page}`, body: 'Un mot. '.repeat(50) } }])
      await new Promise((written) => setTimeout(written, 20))
    }
  })()
  return {
    link,
    async stop() {
      isStopping = true
      await writing
      await core.stop()
    },
  }
}

interface Life {
  pid: number
  hasStarted: boolean
  acknowledged: Claim[]
  lost: Claim[]
  failure?: string
}

/** Starts the process, lets it work, kills it, and tells what it said until then. */
function liveOnce(options: FolderOptions, begin: Begin, isPatient: boolean): Promise<Life> {
  const { random } = options
  const child = spares.shift() ?? spare(options)
  // The next process reads its code while this one works.
  spares.push(spare(options))
  return new Promise((resolve) => {
    const enough = isPatient ? 1 + random.below(ACKNOWLEDGES_AT_MOST) : 0
    const life: Life = { pid: child.pid ?? 0, hasStarted: false, acknowledged: [], lost: [] }
    const deadline = setTimeout(() => {
      life.failure = 'it does nothing'
      child.kill('SIGKILL')
    }, LIFE_DEADLINE)
    child.on('message', (report: Report) => {
      if (report.report === 'begun') {
        if (begin.phase === 'starting') killSoon(child, random.below(STARTS_AT_MOST))
      } else if (report.report === 'checked') {
        life.hasStarted = true
        life.lost = report.lost
        if (begin.phase !== 'checking' && enough === 0) killSoon(child, random.below(WORKS_AT_MOST))
      } else if (report.report === 'acknowledged') {
        life.acknowledged.push(report.claim)
        if (life.acknowledged.length === enough) killSoon(child, random.below(GOES_ON_AT_MOST))
      } else {
        life.failure = report.reason
        child.kill('SIGKILL')
      }
    })
    child.once('close', () => {
      clearTimeout(deadline)
      resolve(life)
    })
    child.send(begin)
  })
}

/** Processes that have no work yet. */
const spares: ChildProcess[] = []

function spare({ program, bootstrap, aftermath }: FolderOptions): ChildProcess {
  return fork(program, [bootstrap], {
    execArgv: [],
    serialization: 'advanced',
    env: { ...process.env, ...aftermath?.env },
  })
}

function killSoon(child: ChildProcess, milliseconds: number): void {
  setTimeout(() => child.kill('SIGKILL'), milliseconds)
}

function inRandomOrder<Item>(items: readonly Item[], random: Chance): Item[] {
  const left = [...items]
  return items.flatMap(() => left.splice(random.below(left.length), 1))
}

function noKills(): Record<Phase, number> {
  return Object.fromEntries(phases.map((phase) => [phase, 0])) as Record<Phase, number>
}
