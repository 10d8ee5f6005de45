import type { DeviceId } from '../../../src-shared/ids.ts'
import { mayAct, type Role, type Standing, standingSchema } from '../../../src-shared/model/role.ts'
import { appendTo } from '../lib/append-to.ts'
import type { LoggedRecord, RecordOf } from './membership-record.ts'
import { Ranks, rankAll } from './ranks.ts'
import type { RecordsRead } from './records-read.ts'

/*
 * Who belongs, and as what: the same for all who have the same logs, in whatever order they came. There is no clock that
 * everybody believes, so what administrators decide apart is ordered by rank (docs/decisions/0005-membership.md).
 */

type Appointment = LoggedRecord<'appointed'>
type Invited = LoggedRecord<'invited'>

/** What this device knows of itself before the logs that say so have come. */
export interface OwnEntry {
  device: DeviceId
  role: Role
}

/** Everybody who ever belonged, and what each was at every block of its log. */
export class Standings {
  constructor(
    /** What each came in as; who goes on for somebody removed, or used a link that another had used, comes in as removed. */
    private readonly entered: ReadonlyMap<DeviceId, Standing>,
    private readonly appointments: ReadonlyMap<DeviceId, Appointment[]>,
    readonly ranks: Ranks,
    /** Whoever belonged by what those before it wrote: their logs are read, and they alone had a say in this. */
    readonly heard: ReadonlySet<DeviceId>,
  ) {}

  devices(): DeviceId[] {
    return [...this.entered.keys()]
  }

  /** Undefined for a device that never belonged. */
  at(device: DeviceId, index: number): Standing | undefined {
    const standing = this.entered.get(device)
    return standing && standingAt(standing, this.appointments.get(device) ?? [], index)
  }

  now(device: DeviceId): Standing | undefined {
    return this.at(device, Number.POSITIVE_INFINITY)
  }

  /** Whether an administrator removed it, though it may never have belonged: a relay has no log. */
  isOut(device: DeviceId): boolean {
    return (this.appointments.get(device) ?? []).some(({ record }) => record.standing === 'removed')
  }

  /** It is or was one, whatever it is now. */
  everAdministered(device: DeviceId): boolean {
    const appointed = (this.appointments.get(device) ?? []).map(({ record }) => record.standing)
    return this.entered.get(device) === 'administrator' || appointed.includes('administrator')
  }

  /** All but those who came in as removed. */
  letIn(): DeviceId[] {
    return this.devices().filter((device) => this.entered.get(device) !== 'removed')
  }

  /** Of what was decided of a device. */
  latestTurn(device: DeviceId): number {
    return Math.max(0, ...(this.appointments.get(device) ?? []).map(({ record }) => record.turn))
  }

  /** Blocks of its log at which it may have become something else. */
  turningPoints(device: DeviceId): number[] {
    return (this.appointments.get(device) ?? []).map(({ record }) => record.length)
  }
}

/** `own` belongs at home before anybody's log says so. */
export function resolveMembers(records: RecordsRead, own: OwnEntry): Standings {
  const nobody = new Standings(new Map(), new Map(), new Ranks(new Map()), new Set())
  const byLogs = hearAll(records, undefined, nobody)
  return byLogs.now(own.device) === undefined ? hearAll(records, own, byLogs) : byLogs
}

/**
 * Begins with the founder, and hears, again and again, whoever was let in by those who were heard so far. Whoever never
 * was has no say: its log may be here or not, read or not, and all come to the same result.
 */
function hearAll(records: RecordsRead, own: OwnEntry | undefined, known: Standings): Standings {
  let standings = known
  // Once more when nobody came: who might invite is judged by the round before.
  for (let quiet = 0; quiet < 2; ) {
    const heard = new Set([...standings.heard, ...standings.letIn()])
    standings = new Resolution(records, own, heard, standings).resolve()
    quiet = standings.letIn().every((device) => heard.has(device)) ? quiet + 1 : 0
  }
  return standings
}

class Resolution {
  private readonly ranks: Ranks

  constructor(
    private readonly records: RecordsRead,
    private readonly own: OwnEntry | undefined,
    private readonly heard: ReadonlySet<DeviceId>,
    before: Standings,
  ) {
    const mayInvite = ({ device, index }: Invited) => before.at(device, index) === 'administrator'
    this.ranks = rankAll(records, mayInvite, own?.device)
  }

  /** Only those who are let in have a say in who is. */
  resolve(): Standings {
    let eligible = new Set(this.ranks.inOrder.filter((device) => this.heard.has(device)))
    for (;;) {
      const standings = this.enter(eligible, this.decide(eligible))
      const letIn = standings.letIn().filter((device) => eligible.has(device))
      if (letIn.length === eligible.size) return standings
      eligible = new Set(letIn)
    }
  }

  /** Appointments that count when only those of `eligible` do, by the device they are of. */
  private decide(eligible: ReadonlySet<DeviceId>): Map<DeviceId, Appointment[]> {
    const revenge = new Set<Appointment>()
    for (;;) {
      const { entered, decided } = this.decideWithout(revenge, eligible)
      const found = [...decided.values()].flat().filter((appointment) => isRevenge(appointment, decided))
      if (found.length === 0) return this.keepOneAdministrator(entered, decided)
      for (const appointment of found) revenge.add(appointment)
    }
  }

  private decideWithout(revenge: ReadonlySet<Appointment>, eligible: ReadonlySet<DeviceId>) {
    const decided = new Map<DeviceId, Appointment[]>()
    const entered = new Map<DeviceId, Standing>()
    const standing = (device: DeviceId, index: number) => {
      const before = entered.get(device)
      return before && standingAt(before, decided.get(device) ?? [], index)
    }
    for (const device of this.ranks.inOrder) {
      if (!eligible.has(device)) continue
      const role = this.entryStanding(device, standing, entered, decided)
      if (role) entered.set(device, role)
      const appointments = this.records.appointed.get(device) ?? []
      for (const appointment of appointments.toSorted((one, other) => one.index - other.index)) {
        if (!revenge.has(appointment) && standing(device, appointment.index) === 'administrator') {
          appendTo(decided, appointment.record.device, appointment)
        }
      }
    }
    return { entered, decided }
  }

  /** Whoever belongs, given what was decided, when only `eligible` can have let somebody in. */
  private enter(eligible: ReadonlySet<DeviceId>, appointments: ReadonlyMap<DeviceId, Appointment[]>): Standings {
    const possible = new Map<DeviceId, Standing>()
    const standing = (device: DeviceId, index: number) => {
      const before = eligible.has(device) ? possible.get(device) : undefined
      return before && standingAt(before, appointments.get(device) ?? [], index)
    }
    for (const device of this.ranks.inOrder) {
      const before = this.entryStanding(device, standing, possible, appointments)
      if (before) possible.set(device, before)
    }
    const entered = new Map<DeviceId, Standing>()
    // Whoever lets somebody in was let in itself: none hold each other up.
    for (let size = -1; size < entered.size; ) {
      size = entered.size
      for (const [device, before] of possible) {
        if (!entered.has(device) && this.isLetIn(device, entered, standing)) entered.set(device, before)
      }
    }
    for (const device of possible.keys()) if (this.cameLate(device, entered, standing)) entered.set(device, 'removed')
    return new Standings(entered, appointments, this.ranks, this.heard)
  }

  /** What a device comes in as, if it was welcomed. */
  private entryStanding(
    device: DeviceId,
    standing: Standings['at'],
    entered: ReadonlyMap<DeviceId, Standing>,
    appointments: ReadonlyMap<DeviceId, Appointment[]>,
  ): Standing | undefined {
    const entry = this.records.entries.get(device)
    if (entry?.kind === 'founder') return 'administrator'
    if (entry?.kind === 'heir') {
      const before = standing(entry.former, Number.POSITIVE_INFINITY)
      // Whoever removed the one before and names this one too says from where on.
      if (before === 'removed' && appointments.has(device)) {
        const others = (appointments.get(entry.former) ?? []).filter(({ record }) => record.standing !== 'removed')
        return standingAt(entered.get(entry.former) ?? before, others, Number.POSITIVE_INFINITY)
      }
      if (before) return before
    }
    if (entry?.kind === 'guest') {
      const invited = this.invitation(entry.invitation, standing)
      if (invited) return invited.record.role
    }
    return device === this.own?.device ? this.own.role : undefined
  }

  /** The record that an administrator wrote of an invitation: the first of them, should there be several. */
  private invitation(key: string, standing: Standings['at']): Invited | undefined {
    const written = this.records.invited.get(key) ?? []
    return this.ranks.first(written.filter(({ device, index }) => standing(device, index) === 'administrator'))
  }

  /** An invitation of one use lets in whom it was first used for, by the rank of those who let them in. */
  private isLetIn(device: DeviceId, entered: ReadonlyMap<DeviceId, Standing>, standing: Standings['at']): boolean {
    const isOwn = device === this.own?.device
    const entry = this.records.entries.get(device)
    if (entry?.kind === 'heir') return entered.has(entry.former) || isOwn
    if (entry?.kind !== 'guest') return true
    const { isReusable, welcomes } = this.used(entry.invitation, standing)
    if (welcomes.length === 0) return isOwn
    const first = this.ranks.first(welcomes)
    const itsOwn = isReusable ? welcomes : welcomes.filter((welcome) => welcome === first)
    return (
      itsOwn.some((welcome) => welcome.record.device === device && entered.has(welcome.device)) || (isReusable && isOwn)
    )
  }

  /** Somebody gave it the secret, by a link of one use that let in another: it gets no more, and is told so. */
  private cameLate(device: DeviceId, entered: ReadonlyMap<DeviceId, Standing>, standing: Standings['at']): boolean {
    const entry = this.records.entries.get(device)
    if (entry?.kind !== 'guest' || entered.has(device)) return false
    const { isReusable, welcomes } = this.used(entry.invitation, standing)
    const first = this.ranks.first(welcomes)
    return !isReusable && first !== undefined && first.record.device !== device && entered.has(first.device)
  }

  private used(key: string, standing: Standings['at']) {
    const terms = this.invitation(key, standing)?.record
    const welcomes = terms ? (this.records.welcomed.get(key) ?? []) : []
    return {
      isReusable: terms?.isReusable ?? false,
      welcomes: welcomes.filter(({ device, index }) => terms && mayWelcome(standing(device, index), terms)),
    }
  }

  /** A network that nobody can invite to any more would be lost: then the first administrator was not removed. */
  private keepOneAdministrator(entered: ReadonlyMap<DeviceId, Standing>, decided: Map<DeviceId, Appointment[]>) {
    const now = (device: DeviceId) => {
      const before = entered.get(device)
      return before && standingAt(before, decided.get(device) ?? [], Number.POSITIVE_INFINITY)
    }
    if (this.ranks.inOrder.some((device) => now(device) === 'administrator')) return decided
    const first = this.ranks.inOrder.find((device) => entered.get(device) === 'administrator')
    if (first) decided.delete(first)
    return decided
  }
}

/** Nobody lets in whoever may do more than itself, or else an old link of its own would make it an administrator again. */
export function mayWelcome(
  host: Standing | undefined,
  { role, needsApproval }: Pick<RecordOf<'invited'>, 'role' | 'needsApproval'>,
): boolean {
  const needed = needsApproval || role === 'administrator' ? 'administrator' : 'contributor'
  return host !== undefined && mayAct(host, needed)
}

/** Who was removed or made less, and had heard of it, removes nobody in return. */
function isRevenge({ device, index, record }: Appointment, decided: ReadonlyMap<DeviceId, Appointment[]>): boolean {
  return (decided.get(device) ?? []).some(
    (before) =>
      before.device === record.device &&
      before.record.standing !== 'administrator' &&
      before.record.length <= index &&
      before.index < record.length,
  )
}

/** Whoever was removed stays so: it comes back under another key. Else the latest word counts, of equal ones the least. */
function standingAt(entered: Standing, appointments: Appointment[], index: number): Standing {
  const heard = appointments.map(({ record }) => record).filter(({ length }) => length <= index)
  if (entered === 'removed' || heard.some(({ standing }) => standing === 'removed')) return 'removed'
  const least = (standing: Standing) => standingSchema.options.indexOf(standing)
  const latest = heard.toSorted((one, other) => other.turn - one.turn || least(other.standing) - least(one.standing))[0]
  return latest?.standing ?? entered
}
