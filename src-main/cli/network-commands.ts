import { once } from 'node:events'
import type { Command } from 'commander'
import { AppError } from '../../src-shared/errors.ts'
import type { Timestamp } from '../../src-shared/ids.ts'
import type { LocalReach, SpaceStatus } from '../../src-shared/ipc/contract.ts'
import type { Core } from '../core/core.ts'
import { counted } from './counted.ts'
import { type GlobalOptions, print, type Session, withSession } from './session.ts'
import { readTextInput } from './text-input.ts'
import { untilStopped } from './until-stopped.ts'
import { wholeNumber } from './whole-number.ts'

/** The longest that a command waits, in seconds. */
const A_DAY = 24 * 60 * 60

export function addNetworkCommands(program: Command): void {
  program
    .command('join <link>')
    .description('enter a network by a link, or by the one in - (stdin); a member must be on the network to answer')
    .option('--name <place>', 'the name of this place; with a link for one more computer of a place, none')
    .option('--commune <name>', 'where it is', '')
    .option('--timeout <seconds>', 'how long to wait for a member', wholeNumber(1, A_DAY), 60)
    .action((given: string, options: { name?: string; commune: string; timeout: number }, command: Command) =>
      withSession(command, 'online', async ({ core, call }) => {
        warnOfReach(core)
        // Arguments are seen by everybody on the computer, and kept by the shell.
        const link = given === '-' ? await readTextInput(given) : given
        const late = unanswered(core.invitations.read(link), core.now())
        const signal = abortAfter(options.timeout, late)
        signal.addEventListener('abort', () => void call('invitation.cancelJoin', {}))
        const place = options.name === undefined ? undefined : { name: options.name, commune: options.commune }
        const joined = await call('invitation.join', { link, place }).catch((thrown: unknown) => {
          throw signal.aborted ? late : thrown
        })
        return { json: joined, text: joined.space }
      }),
    )

  program
    .command('status')
    .description('what is known, held and missing; says who is connected only under serve and sync')
    .action((_options: object, command: Command) =>
      withSession(command, 'offline', async ({ core }) => statusAnswer(core, await statuses(core))),
    )

  program
    .command('sync')
    .description('exchange with the members who are there')
    .option('--until-complete', 'until everything known was received and every connected member has ours')
    .option('--timeout <seconds>', 'how long at most', wholeNumber(1, A_DAY), 60)
    .action((options: { untilComplete?: boolean; timeout: number }, command: Command) =>
      withSession(command, 'online', (session) => {
        warnOfReach(session.core)
        return synchronise(session, options)
      }),
    )

  program
    .command('serve')
    .description('stay on the network, answering members and invitations, until stopped')
    .action((_options: object, command: Command) =>
      withSession(command, 'online', ({ core }) => serve(core, command, untilStopped())),
    )

  program
    .command('relay')
    .description(
      'enter a network by the invitation in MAILLAGE_LINK, once, then as serve; one for a relay gives it no key',
    )
    .option('--name <place>', 'the name that members read', 'Relais')
    .option('--commune <name>', 'where it is', '')
    .action((place: { name: string; commune: string }, command: Command) =>
      withSession(command, 'online', async (session) => {
        const stopped = untilStopped()
        const link = process.env.MAILLAGE_LINK
        if (link) {
          const isIn = enterOnce(session, link, place).then(() => true)
          if (!(await Promise.race([isIn, stopped.then(() => false)]))) return undefined
        } else if (session.core.openSpaces().length + session.core.openRelays().length === 0) {
          throw new AppError('not-found', 'MAILLAGE_LINK holds no invitation')
        }
        return serve(session.core, command, stopped)
      }),
    )
}

/** Tells on stderr, before it waits, why nobody can come: this computer is on no network, or on one of IPv6 alone. */
function warnOfReach(core: Core): void {
  const reasons: Record<LocalReach, string | undefined> = {
    none: 'this computer is on no network: plug a cable in, or join a Wi-Fi',
    'ipv6-only': 'this computer has IPv6 addresses alone, and places meet over IPv4: try another network',
    ipv4: undefined,
  }
  const reason = reasons[core.network.status().reach]
  if (reason && core.network.state !== 'offline') process.stderr.write(`maillage: ${reason}\n`)
}

/** Nobody answers for what has expired: unless it is this clock that is wrong, waiting longer does not help. */
function unanswered(
  { hasExpired, expiresAt }: { hasExpired: boolean; expiresAt: Timestamp },
  now: Timestamp,
): AppError {
  if (!hasExpired) return new AppError('timeout', 'no member of that network answered: one must be connected')
  const [then, today] = [expiresAt, now].map((at) => new Date(at).toISOString())
  const sentence = `nobody answered: the invitation expired ${then}, by the clock of this computer, which says ${today}`
  return new AppError('invitation-expired', `${sentence}; set the clock if it is wrong, or ask for a new invitation`)
}

/** Whoever starts a relay at each boot gives it the same invitation each time. */
async function enterOnce({ core }: Session, link: string, place: { name: string; commune: string }) {
  const { linkToInvitation } = await import('../core/membership/invitation.ts')
  const { space } = linkToInvitation(link)
  if ([...core.openSpaces(), ...core.openRelays()].some(({ id }) => id === space)) return
  const { name, commune } = place
  await core.invitations.enter(link, { name, commune }, new AbortController().signal)
}

async function serve(core: Core, command: Command, stopped: Promise<unknown>): Promise<undefined> {
  const spaces = core.openSpaces().map(({ id }) => id)
  const relayed = core.openRelays().map(({ id }) => id)
  const passing = relayed.length > 0 ? `, passing on ${counted(relayed.length, 'network')} unread` : ''
  const text = `serving ${counted(spaces.length, 'network')}${passing}`
  print(
    { json: { serving: true, device: core.device, spaces, relayed }, text },
    command.optsWithGlobals<GlobalOptions>(),
  )
  void core.backups.start()
  await stopped
}

async function synchronise({ core }: Session, options: { untilComplete?: boolean; timeout: number }) {
  const signal = abortAfter(options.timeout)
  if (!options.untilComplete) {
    await once(signal, 'abort')
    return statusAnswer(core, await statuses(core))
  }
  while (!(await isComplete(core))) {
    if (signal.aborted) throw new AppError('timeout', `not complete: ${missing(await statuses(core))}`)
    await nextChange(core, signal)
  }
  for (const space of core.openSpaces()) await space.documents.prepared()
  return statusAnswer(core, await statuses(core))
}

/** A space of one device is complete; any other needs somebody to have told what there is. */
async function isComplete(core: Core): Promise<boolean> {
  for (const { complete, alone, peers } of await statuses(core)) {
    if (!complete || !(alone || peers.some(({ connected }) => connected))) return false
  }
  return true
}

async function statuses(core: Core) {
  return Promise.all(
    core.openSpaces().map(async (space) => ({ ...(await space.status()), alone: space.isFounderAlone() })),
  )
}

function statusAnswer(core: Core, spaces: (SpaceStatus & { alone: boolean })[]) {
  const shown = spaces.map(({ alone: _alone, ...status }) => status)
  const text = shown.map((status) => {
    const connected = status.peers.filter((peer) => peer.connected).length
    // Nobody lacks anything of ours either, or it is not all there is to say.
    const isDone = status.complete && status.unsent === 0
    return `${status.space}  ${isDone ? 'complete' : missing([status])}, ${connected} connected`
  })
  const relayed = core.openRelays().map(({ id }) => id)
  const passedOn = relayed.map((id) => `${id}  passed on unread`)
  const isEmpty = text.length + passedOn.length === 0
  const incidents = core.incidents.list()
  const told = incidents
    .filter(({ seen }) => !seen)
    .map(({ part, setAside, healedBy }) =>
      part === 'home'
        ? 'this folder is a copy or was taken back: it goes on under a fresh key'
        : `${part} was damaged: ${setAside ?? 'gone'}, healed by ${healedBy}`,
    )
  return {
    json: { spaces: shown, relayed, incidents, backups: core.backups.state() },
    text: [...(isEmpty ? ['no network yet: create one, or join one'] : [...text, ...passedOn]), ...told].join('\n'),
  }
}

function missing(spaces: SpaceStatus[]): string {
  const waiting = spaces.map(({ receiving, unsent }) => `${receiving.blocks} blocks to receive, ${unsent} unconfirmed`)
  return waiting.join('; ')
}

/** Resolves at the next change of any space, or when `signal` stops the waiting. */
async function nextChange(core: Core, signal: AbortSignal): Promise<void> {
  const woken = new AbortController()
  const waits = core.openSpaces().map((space) => once(space, 'statusChanged', { signal: woken.signal }))
  await Promise.race([...waits, once(signal, 'abort', { signal: woken.signal })]).catch(() => undefined)
  woken.abort()
  await Promise.allSettled(waits)
}

/** Like AbortSignal.timeout, with a reason of our own. */
function abortAfter(seconds: number, reason?: AppError): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), seconds * 1000).unref()
  return controller.signal
}
