import type { DeviceId } from '../../../src-shared/ids.ts'
import { mayAct, type Role, type Standing, standingSchema } from '../../../src-shared/model/role.ts'
import { appendTo } from '../lib/append-to.ts'
import type { LoggedRecord } from './membership-record.ts'
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
    private readonly roles: ReadonlyMap<DeviceId, Role>,
    private readonly appointments: ReadonlyMap<DeviceId, Appointment[]>,
  ) {}

  devices(): DeviceId[] {
    return [...this.roles.keys()]
  }

  /** Undefined for a device that never belonged. */
  at(device: DeviceId, index: number): Standing | undefined {
    const role = this.roles.get(device)
    return role && standingAt(role, this.appointments.get(device) ?? [], index)
  }

  now(device: DeviceId): Standing | undefined {
    return this.at(device, Number.POSITIVE_INFINITY)
  }

  /** Blocks of its log at which it may have become something else. */
  turningPoints(device: DeviceId): number[] {
    return (this.appointments.get(device) ?? []).map(({ record }) => record.length)
  }
}

/**
 * `own` belongs at home before anybody's log says so.
 *
 * Who is let in depends on who was allowed to invite and to welcome, and that on who was let in: at first everybody is
 * who says so with a right proof, and then, again and again, only those who were let in.
 */
export function resolveMembers(records: RecordsRead, own: OwnEntry): Standings {
  const ranks = rankAll(records, own.device)
  const resolution = new Resolution(records, own, ranks)
  let eligible: ReadonlySet<DeviceId> = new Set(ranks.keys())
  for (;;) {
    const standings = resolution.enter(eligible, resolution.decide(eligible))
    const letIn = new Set(standings.devices())
    if (letIn.size === eligible.size) return standings
    eligible = letIn
  }
}

class Resolution {
  private readonly inOrder: DeviceId[]

  constructor(
    private readonly records: RecordsRead,
    private readonly own: OwnEntry,
    private readonly ranks: ReadonlyMap<DeviceId, number>,
  ) {
    this.inOrder = [...ranks.keys()].toSorted((one, other) => this.compare(one, other))
  }

  /** Appointments that count when only those of `eligible` do, by the device they are of. */
  decide(eligible: ReadonlySet<DeviceId>): Map<DeviceId, Appointment[]> {
    const decided = new Map<DeviceId, Appointment[]>()
    const roles = new Map<DeviceId, Role>()
    const standing = (device: DeviceId, index: number) => {
      const role = roles.get(device)
      return role && standingAt(role, decided.get(device) ?? [], index)
    }
    for (const device of this.inOrder) {
      if (!eligible.has(device)) continue
      const role = this.entryRole(device, standing)
      if (role) roles.set(device, role)
      const appointments = this.records.appointed.get(device) ?? []
      for (const appointment of appointments.toSorted((one, other) => one.index - other.index)) {
        if (standing(device, appointment.index) === 'administrator') {
          appendTo(decided, appointment.record.device, appointment)
        }
      }
    }
    return this.keepOneAdministrator(roles, withoutRevenge(decided))
  }

  /** Whoever of `eligible` belongs, given what was decided. */
  enter(eligible: ReadonlySet<DeviceId>, appointments: ReadonlyMap<DeviceId, Appointment[]>): Standings {
    const possible = new Map<DeviceId, Role>()
    const standing = (device: DeviceId, index: number) => {
      const role = possible.get(device)
      return role && standingAt(role, appointments.get(device) ?? [], index)
    }
    for (const device of this.inOrder) {
      const role = eligible.has(device) && this.entryRole(device, standing)
      if (role) possible.set(device, role)
    }
    const roles = new Map<DeviceId, Role>()
    for (const device of this.inOrder) {
      const role = possible.get(device)
      if (role && this.isLetIn(device, roles, standing)) roles.set(device, role)
    }
    return new Standings(roles, appointments)
  }

  /** What a device comes in as, if it was welcomed. */
  private entryRole(device: DeviceId, standing: Standings['at']): Role | undefined {
    const entry = this.records.entries.get(device)
    if (entry?.kind === 'founder') return 'administrator'
    if (entry?.kind === 'heir') {
      const before = standing(entry.former, Number.POSITIVE_INFINITY)
      if (before !== undefined) return before === 'removed' ? undefined : before
    }
    if (entry?.kind === 'guest') {
      const invited = this.invitation(entry.invitation, standing)
      if (invited) return invited.record.role
    }
    return device === this.own.device ? this.own.role : undefined
  }

  /** The record that an administrator wrote of an invitation: the first of them, should there be several. */
  private invitation(key: string, standing: Standings['at']): Invited | undefined {
    return this.firstOf(
      (this.records.invited.get(key) ?? []).filter(({ device, index }) => standing(device, index) === 'administrator'),
    )
  }

  /** An invitation of one use lets in whom it was first used for, by the rank of those who let them in. */
  private isLetIn(device: DeviceId, roles: ReadonlyMap<DeviceId, Role>, standing: Standings['at']): boolean {
    const entry = this.records.entries.get(device)
    if (entry?.kind === 'heir') return roles.has(entry.former) || device === this.own.device
    if (entry?.kind !== 'guest') return true
    const invited = this.invitation(entry.invitation, standing)
    if (!invited) return device === this.own.device
    const { isReusable, needsApproval } = invited.record
    const needed = needsApproval ? 'administrator' : 'contributor'
    const welcomes = (this.records.welcomed.get(entry.invitation) ?? []).filter((welcome) => {
      const host = standing(welcome.device, welcome.index)
      return host !== undefined && mayAct(host, needed)
    })
    if (welcomes.length === 0) return device === this.own.device
    if (isReusable) return device === this.own.device || welcomes.some(({ record }) => record.device === device)
    return this.firstOf(welcomes)?.record.device === device
  }

  /** A network that nobody can invite to any more would be lost: then the first administrator was not removed. */
  private keepOneAdministrator(roles: ReadonlyMap<DeviceId, Role>, decided: Map<DeviceId, Appointment[]>) {
    const now = (device: DeviceId) => {
      const role = roles.get(device)
      return role && standingAt(role, decided.get(device) ?? [], Number.POSITIVE_INFINITY)
    }
    if (this.inOrder.some((device) => now(device) === 'administrator')) return decided
    const first = this.inOrder.find((device) => roles.get(device) === 'administrator')
    if (first) decided.delete(first)
    return decided
  }

  private firstOf<Kind extends 'invited' | 'welcomed'>(logged: LoggedRecord<Kind>[]): LoggedRecord<Kind> | undefined {
    return logged.toSorted((one, other) => this.compare(one.device, other.device) || one.index - other.index)[0]
  }

  private compare(one: DeviceId, other: DeviceId): number {
    const ranks = (this.ranks.get(one) ?? 0) - (this.ranks.get(other) ?? 0)
    return ranks || (one < other ? -1 : Number(one > other))
  }
}

/** The founder has 0, and everybody else one more than the device that they came by: their inviter, or the one before them. */
function rankAll(records: RecordsRead, own: DeviceId): Map<DeviceId, number> {
  const comers = new Map<DeviceId | string, DeviceId[]>()
  const invitations = new Map<DeviceId, string[]>()
  const ranks = new Map<DeviceId, number>()
  const founders: DeviceId[] = []
  for (const [device, entry] of records.entries) {
    if (entry.kind === 'founder') founders.push(device)
    else appendTo(comers, entry.kind === 'heir' ? entry.former : entry.invitation, device)
  }
  for (const [key, written] of records.invited) {
    for (const { device } of written) appendTo(invitations, device, key)
  }
  const spread = (from: DeviceId[], lowest: number) => {
    let level = from
    for (let rank = lowest; level.length > 0; rank++) {
      const reached = [...new Set(level)].filter((device) => !ranks.has(device))
      for (const device of reached) ranks.set(device, rank)
      level = reached.flatMap((device) =>
        [device, ...(invitations.get(device) ?? [])].flatMap((way) => comers.get(way) ?? []),
      )
    }
  }
  spread(founders, 0)
  // At home before anybody's log has come.
  if (records.entries.has(own)) spread([own], ranks.size + 1)
  return ranks
}

/** Who was removed or made less, and had heard of it, removes nobody in return. */
function withoutRevenge(decided: Map<DeviceId, Appointment[]>): Map<DeviceId, Appointment[]> {
  const isRevenge = ({ device, index, record }: Appointment) =>
    (decided.get(device) ?? []).some(
      (before) =>
        before.device === record.device &&
        before.record.standing !== 'administrator' &&
        before.record.length <= index &&
        before.index < record.length,
    )
  return new Map([...decided].map(([target, list]) => [target, list.filter((one) => !isRevenge(one))]))
}

/** Whoever was removed stays so: it comes back under another key. Else the latest word counts, of equal ones the least. */
function standingAt(role: Role, appointments: Appointment[], index: number): Standing {
  const heard = appointments.map(({ record }) => record).filter(({ length }) => length <= index)
  if (heard.some(({ standing }) => standing === 'removed')) return 'removed'
  const least = (standing: Standing) => standingSchema.options.indexOf(standing)
  const latest = heard.toSorted((one, other) => other.turn - one.turn || least(other.standing) - least(one.standing))[0]
  return latest?.standing ?? role
}
