import b4a from 'b4a'
import type { DeviceId, PlaceId, SpaceId } from '../../../src-shared/ids.ts'
import { mayAct, type Role, type Standing } from '../../../src-shared/model/role.ts'
import type { LoggedRecord, MembershipRecord, RecordOf } from './membership-record.ts'
import { type Entry, RecordsRead } from './records-read.ts'
import { mayWelcome, resolveMembers, type Standings } from './resolve-members.ts'

export interface Member {
  device: DeviceId
  place: PlaceId
  /** What it called its place when it came; its place's own page says more, once it has come. */
  placeName: string | undefined
  standing: Standing
}

/** Blocks of a log from `from` on, before `to`. */
export interface LogStretch {
  device: DeviceId
  from: number
  to: number
}

/** An invitation that an administrator wrote. */
export interface KnownInvitation extends Omit<RecordOf<'invited'>, 'kind'> {
  isRevoked: boolean
  /** Who wrote it. */
  by: DeviceId
  /** Whom members let in under it. */
  guests: DeviceId[]
  /** Of those, the one whom an invitation of one use lets in. */
  firstGuest: DeviceId | undefined
}

/** An epoch that began, by a record that counts. */
export interface KnownEpoch {
  id: string
  turn: number
  /** Whose log says so, at which block. */
  author: DeviceId
  index: number
  /** Nobody has its secret who was removed since, as far as the logs tell. */
  isClosed: boolean
}

/**
 * Who belongs to a space, and as what, computed from the signed logs alone, so that everybody who has the same logs
 * agrees, whatever the order in which they came.
 */
export class Members {
  private readonly records: RecordsRead
  private standings: Standings | undefined
  private relaysKnown: DeviceId[] | undefined
  private begunKnown: ReadonlySet<string> | undefined
  /** As they were when changes were last asked for. */
  private before: Standings | undefined

  /** `own` was let in by a member who proved to be one: here it belongs before the logs that say so have come. */
  constructor(
    space: SpaceId,
    private readonly own: { device: DeviceId; role: Role },
  ) {
    this.records = new RecordsRead(space)
  }

  /** Reads one block of a log; `index` is its position there. */
  read(device: DeviceId, index: number, record: MembershipRecord): void {
    this.records.add(device, index, record)
    this.standings = undefined
    this.relaysKnown = undefined
    this.begunKnown = undefined
  }

  /** How many more invitations, or welcomes, or appointments of a device would be listened to. */
  actsLeft(device: DeviceId, kind: MembershipRecord['kind']): number {
    return this.records.actsLeft(device, kind)
  }

  isFounder(device: DeviceId): boolean {
    return this.records.entries.get(device)?.kind === 'founder'
  }

  /** Somebody goes on in its place: its folder was copied, and the copy is in use, or it is no more. */
  isFormer(device: DeviceId): boolean {
    return this.records.formers.has(device)
  }

  /** A device, whom it goes on for and who goes on for it, and so on: whoever has the key of one may have those of the others. */
  lineOf(device: DeviceId): DeviceId[] {
    const line = new Set([device])
    for (let size = 0; size < line.size; ) {
      size = line.size
      for (const [heir, entry] of this.records.entries) {
        if (entry.kind !== 'heir') continue
        if (line.has(heir)) line.add(entry.former)
        else if (line.has(entry.former)) line.add(heir)
      }
    }
    return [...line]
  }

  /** It belongs or did, or seemed to as far as its hosts are known: its log is read. */
  everHad(device: DeviceId): boolean {
    return this.resolved.heard.has(device)
  }

  /** What `device` was when it wrote block `index` of its log. Undefined for one that never belonged. */
  standingAt(device: DeviceId, index: number): Standing | undefined {
    return this.resolved.at(device, index)
  }

  standing(device: DeviceId): Standing | undefined {
    const standing = this.resolved.now(device)
    if (standing !== undefined || !this.relays().includes(device)) return standing
    return this.resolved.isOut(device) ? 'removed' : 'relay'
  }

  /** Devices that were let in to store and pass on, removed ones too. They have no log: whoever let one in says so. */
  relays(): DeviceId[] {
    this.relaysKnown ??= this.invitations()
      .filter(({ role }) => role === 'relay')
      .flatMap(({ guests, firstGuest, isReusable }) => (isReusable ? guests : (firstGuest ?? [])))
    return this.relaysKnown
  }

  /** What a device was just before it was removed. */
  removedAs(device: DeviceId): Standing | undefined {
    const { resolved } = this
    const removal = resolved.turningPoints(device).toSorted((one, other) => one - other)
    const at = removal.find((length) => resolved.at(device, length) === 'removed')
    return at === undefined ? undefined : resolved.at(device, at - 1)
  }

  /** Everybody who belongs or did. */
  all(): Member[] {
    return this.resolved.devices().flatMap((device) => {
      const entry = this.records.entries.get(device)
      const standing = this.resolved.now(device)
      return entry && standing ? { device, place: entry.place, placeName: nameIn(entry), standing } : []
    })
  }

  /** A turn for what is decided now of a device, after all that counts so far. Whoever has no say cannot use turns up. */
  nextTurn(device: DeviceId): number {
    return Math.min(this.resolved.latestTurn(device) + 1, Number.MAX_SAFE_INTEGER)
  }

  invitations(): KnownInvitation[] {
    return [...this.records.invited.keys()].flatMap((key) => this.invitation(key) ?? [])
  }

  /** By its public key, in hexadecimal. */
  invitation(key: string): KnownInvitation | undefined {
    const { resolved, records } = this
    const isByAdministrator = ({ device, index }: { device: DeviceId; index: number }) =>
      resolved.at(device, index) === 'administrator'
    const invited = resolved.ranks.first(records.invited.get(key)?.filter(isByAdministrator) ?? [])
    if (!invited) return undefined
    const { kind: _, ...terms } = invited.record
    const welcomes =
      records.welcomed.get(key)?.filter(({ device, index }) => mayWelcome(resolved.at(device, index), terms)) ?? []
    const first = resolved.ranks.first(welcomes)
    const isTakenBack = records.revoked.get(key)?.some(isByAdministrator) ?? false
    return {
      ...terms,
      // Whoever was an administrator comes back by no link of its own.
      isRevoked: isTakenBack || resolved.now(invited.device) !== 'administrator',
      by: invited.device,
      guests: welcomes.map(({ record }) => record.device),
      firstGuest: first?.record.device,
    }
  }

  /** Epochs that count, the one that is written in first; others have begun apart from it, or before. */
  epochs(): KnownEpoch[] {
    const { resolved, records } = this
    const known = records.rekeyed
      .filter(
        ({ device, index }) => resolved.at(device, index) === 'administrator' && resolved.now(device) !== 'removed',
      )
      .map((rekeyed) => this.describeEpoch(rekeyed))
    const later = (one: KnownEpoch, other: KnownEpoch) =>
      Number(other.isClosed) - Number(one.isClosed) || other.turn - one.turn || (one.id < other.id ? -1 : 1)
    return known.toSorted(later)
  }

  /**
   * Whether an administrator began an epoch, also one who was removed before that counted: others may have written under
   * it. Whoever else names one makes it up.
   */
  hasBegun(epoch: string): boolean {
    const { resolved, records } = this
    this.begunKnown ??= new Set(
      records.rekeyed.filter(({ device }) => resolved.everAdministered(device)).map(({ record }) => epochIdOf(record)),
    )
    return this.begunKnown.has(epoch)
  }

  /** The secret of an epoch, as somebody gave it to `device`. */
  shareOf(epoch: string, device: DeviceId): Uint8Array[] {
    const ofEpoch = this.records.rekeyed.filter(({ record }) => epochIdOf(record) === epoch)
    return ofEpoch
      .flatMap(({ record }) => record.shares.filter((given) => given.device === device))
      .map(({ share }) => share)
  }

  /** Who is to have the secret of an epoch that begins now. */
  stayers(): DeviceId[] {
    const { resolved } = this
    return resolved.devices().filter((device) => resolved.now(device) !== 'removed' && !this.isFormer(device))
  }

  removed(): DeviceId[] {
    return this.resolved.devices().filter((device) => this.resolved.now(device) === 'removed')
  }

  /** What relays, which read no log, are told. */
  forRelays(): { stayers: DeviceId[]; removed: DeviceId[]; administrators: DeviceId[] } {
    const { resolved } = this
    const administrators = resolved.devices().filter((device) => resolved.now(device) === 'administrator')
    return { stayers: this.stayers(), removed: this.removed(), administrators }
  }

  /** Whether somebody who was removed may know under what is written now. */
  needsEpoch(): boolean {
    const [current] = this.epochs()
    return current ? !current.isClosed : this.removed().length > 0
  }

  /** Of the administrators that there are, the one who does what one of them has to. */
  firstAdministrator(): DeviceId | undefined {
    const { resolved } = this
    return resolved.ranks.inOrder.find((device) => resolved.now(device) === 'administrator' && !this.isFormer(device))
  }

  private describeEpoch({ device, index, record }: LoggedRecord<'rekeyed'>): KnownEpoch {
    const isClosed = record.shares.every((given) => this.resolved.now(given.device) !== 'removed')
    return { id: epochIdOf(record), turn: record.turn, author: device, index, isClosed }
  }

  /**
   * Stretches of logs, up to where each was read, that count for something else than when this was last asked.
   * Nothing the first time.
   */
  changedStretches(reached: ReadonlyMap<DeviceId, number>): LogStretch[] {
    const { resolved: after } = this
    const before = this.before ?? after
    this.before = after
    if (before === after) return []
    return [...reached].flatMap(([device, end]) => {
      const points = [0, ...before.turningPoints(device), ...after.turningPoints(device)].filter((point) => point < end)
      const inOrder = [...new Set(points)].toSorted((one, other) => one - other)
      return inOrder
        .map((from, place) => ({ device, from, to: inOrder[place + 1] ?? end }))
        .filter(({ from }) => mayWrite(before.at(device, from)) !== mayWrite(after.at(device, from)))
    })
  }

  private get resolved(): Standings {
    this.standings ??= resolveMembers(this.records, this.own)
    return this.standings
  }
}

/** What somebody of this standing writes counts for everybody. */
export function mayWrite(standing: Standing | undefined): boolean {
  return standing !== undefined && mayAct(standing, 'contributor')
}

function epochIdOf({ epoch }: RecordOf<'rekeyed'>): string {
  return b4a.toString(epoch, 'hex')
}

function nameIn(entry: Entry): string | undefined {
  return entry.kind === 'guest' ? entry.placeName : undefined
}
