import { EventEmitter } from 'node:events'
import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import { type AppointedStanding, mayAct, type Role, type Standing } from '../../src-shared/model/role.ts'
import type { Descent } from './lib/descent.ts'
import type { View, ViewDatabase } from './lib/view-database.ts'
import { type Block, decodeBlock, encodeBlock } from './log/block.ts'
import { forebears, isOfRelay, leadsTo } from './membership/descent.ts'
import { LinePlaces } from './membership/line-places.ts'
import { Members, mayWrite } from './membership/members.ts'
import type { MembershipRecord } from './membership/membership-record.ts'
import type { Access } from './network/space-session.ts'

/** More at once are no members: somebody makes them up. */
const MAX_SHOWN = 1_000

export interface SpaceMembersOptions {
  space: SpaceId
  own: { device: DeviceId; role: Role }
  views: ViewDatabase
  /** Adds to our own log. */
  append(blocks: Block[]): Promise<void>
  /** Begins an epoch without those who are just being removed. */
  beginEpoch(removed: DeviceId[]): Block
  /** How much of a device's log is held here. */
  held(device: DeviceId): number
  /** It is connected. */
  isHere(device: DeviceId): boolean
}

/** The members of one space, kept with the other views, and what this device decides about them. */
export class SpaceMembers extends EventEmitter<{
  /** Devices proved to belong. */
  admitted: [DeviceId[]]
  /** Invitations became known. */
  invited: []
  /** Somebody may do more, or less, than before. */
  changed: []
  /** Another epoch may be the one that is written in. */
  rekeyed: []
}> {
  readonly members: Members
  private readonly blocks: View<Uint8Array>
  private known = new Map<DeviceId, Standing | undefined>()
  /** By whom those came who showed how they come from the founder, and of whom no log here speaks. */
  private readonly shown = new Map<DeviceId, { hosts: DeviceId[]; isRelay: boolean }>()
  private readonly shownPlaces = new LinePlaces(MAX_SHOWN)
  private hasInvitations = false
  private hasEpochs = false
  private isBeginningEpoch = false

  constructor(private readonly options: SpaceMembersOptions) {
    super()
    this.members = new Members(options.space, options.own)
    this.blocks = options.views.bytes(options.space, 'membership')
  }

  /** Recalls what was read before, in the order of each log: of somebody's acts only the first so many are heard. */
  async start(): Promise<void> {
    const recalled: { device: DeviceId; index: number; block: Block }[] = []
    for await (const [key, encoded] of this.blocks.iterator()) {
      const [device, index] = key.split('!')
      recalled.push({ device: device as DeviceId, index: Number(index), block: decodeBlock(encoded) })
    }
    for (const { device, index, block } of recalled.toSorted((one, other) => one.index - other.index)) {
      if (isMembership(block)) this.members.read(device, index, block)
    }
    // What was read so far was read as these members.
    this.members.changedStretches(new Map())
    this.announce()
  }

  /** Keeps a block with what else its stretch of the log says. */
  addTo(batch: ReturnType<ViewDatabase['batch']>, device: DeviceId, index: number, block: Block): void {
    batch.put(`${device}!${index}`, encodeBlock(block), { sublevel: this.blocks })
  }

  read(device: DeviceId, index: number, block: Block): void {
    if (!isMembership(block)) return
    this.members.read(device, index, block)
    if (block.kind === 'invited' || block.kind === 'revoked') this.hasInvitations = true
    if (block.kind === 'rekeyed') this.hasEpochs = true
  }

  /** Tells who came, who may do something else, and that there are invitations: once for all that was read. */
  announce(): void {
    const { members } = this
    const relays = members.relays().map((device) => [device, members.standing(device)] as const)
    const now = new Map([...members.all().map(({ device, standing }) => [device, standing] as const), ...relays])
    const before = this.known
    this.known = now
    for (const device of now.keys()) this.shownPlaces.delete(device)
    this.forgetShown()
    const admitted = [...now.keys()].filter((device) => !before.has(device))
    const isOther = [...now].some(([device, standing]) => before.get(device) !== standing)
    if (admitted.length > 0) this.emit('admitted', admitted)
    if (isOther || now.size !== before.size) this.emit('changed')
    // Who wrote one that was read before may only now be one who might.
    if (this.hasInvitations || isOther) this.emit('invited')
    if (this.hasEpochs || isOther) this.emit('rekeyed')
    this.hasInvitations = false
    this.hasEpochs = false
  }

  /** Whoever knows the secret and is no member we know of may have come by one whom we have not met: it has to show so. */
  access(device: DeviceId): Access {
    const { members } = this
    const standing = members.standing(device)
    if (standing === undefined) return this.shownAccess(device)
    if (standing === 'relay') return 'relay'
    if (standing !== 'removed') return 'full'
    return members.removedAs(device) === 'administrator' ? 'heard' : 'none'
  }

  /** What a device gets that no log here speaks of, if it comes from the founder by members who may let others in. */
  admits(device: DeviceId, descent: Descent): Access | undefined {
    const hosts = forebears(descent)
    // Signatures last: they cost most, and whoever was removed can make up as many lines as it likes.
    if (!hosts.every(this.mayLetIn) || !leadsTo(descent, this.options.space, device)) return undefined
    if (this.members.standing(device) !== undefined) return this.access(device)
    if (!this.shownPlaces.take(device, hosts, (other) => !this.options.isHere(other))) return undefined
    this.forgetShown()
    this.shown.set(device, { hosts, isRelay: isOfRelay(descent) })
    return this.access(device)
  }

  /** They show it again when they come, or the logs speak of them. */
  private forgetShown(): void {
    for (const device of this.shown.keys()) if (!this.shownPlaces.has(device)) this.shown.delete(device)
  }

  /** As far as is known by now: what it came by may have been removed since. */
  private shownAccess(device: DeviceId): Access {
    const shown = this.shown.get(device)
    if (!shown?.hosts.every(this.mayLetIn)) return 'unknown'
    return shown.isRelay ? 'relay' : 'full'
  }

  private readonly mayLetIn = (device: DeviceId): boolean => {
    const standing = this.members.standing(device)
    return standing === undefined || mayWrite(standing)
  }

  /** What `device` writes as block `index` of its log counts for everybody. */
  counts(device: DeviceId, index: number): boolean {
    return mayWrite(this.members.standingAt(device, index))
  }

  /** @throws AppError `no-access` unless what `device` writes as block `index` of its log counts for everybody */
  checkWriter(device: DeviceId, index: number): void {
    const standing = this.members.standingAt(device, index)
    if (!mayWrite(standing)) throw new AppError('no-access', `written as ${standing ?? 'a stranger'}`)
  }

  /** @throws AppError `no-access` when we may not do what `role` does */
  check(role: Role): void {
    const standing = this.members.standing(this.options.own.device)
    if (standing && mayAct(standing, role)) return
    throw new AppError('no-access', `only for ${role}s; here we are ${standing ?? 'nobody'}`)
  }

  /** @throws AppError `no-access` when nobody would listen to what we are about to decide: another administrator may */
  checkHeard(blocks: Block[]): void {
    const kinds = blocks.filter(isMembership).map(({ kind }) => kind)
    for (const kind of new Set(kinds)) {
      if (kinds.filter((one) => one === kind).length > this.members.actsLeft(this.options.own.device, kind)) {
        throw new AppError('no-access', `nobody listens to more of this device: ${kind}`)
      }
    }
  }

  /**
   * Says what a device is from now on, and with it those of its line: what they wrote and we hold still counts.
   * @throws AppError `no-access`, `not-found`, `last-administrator`
   */
  async appoint(device: DeviceId, standing: AppointedStanding): Promise<void> {
    const { members, options } = this
    this.check('administrator')
    const before = members.standing(device)
    if (before === undefined || before === 'removed') throw new AppError('not-found', `no member ${device}`)
    // It has no key: it can only be sent away.
    if (before === 'relay' && standing !== 'removed') throw new AppError('no-access', `${device} is a relay`)
    if (before === standing) return
    // Ourselves last: what we write behind it counts for nothing.
    const isOwn = (one: DeviceId) => one === options.own.device
    const line = members
      .lineOf(device)
      .filter((one) => (members.standing(one) ?? 'removed') !== 'removed')
      .toSorted((one, other) => Number(isOwn(one)) - Number(isOwn(other)))
    const others = members.all().filter((other) => other.standing === 'administrator' && !line.includes(other.device))
    if (others.length === 0) throw new AppError('last-administrator', `${device} is the only one`)
    const appointments = line.map(
      (one): Block => ({
        kind: 'appointed',
        device: one,
        standing,
        length: options.held(one),
        turn: members.nextTurn(one),
      }),
    )
    // Whoever leaves begins nothing: it would know under what is written afterwards.
    const isAnother = standing === 'removed' && !line.includes(options.own.device)
    await options.append(isAnother ? [...appointments, options.beginEpoch(line)] : appointments)
  }

  /** Begins an epoch where that is up to this device, and needed. @throws AppError `no-access`, `disk-full`, `disk-failed` */
  async beginEpochIfNeeded(): Promise<void> {
    const { members, options } = this
    if (this.isBeginningEpoch || members.firstAdministrator() !== options.own.device || !members.needsEpoch()) return
    // Once at a time: what is written comes back as something new.
    this.isBeginningEpoch = true
    try {
      await options.append([options.beginEpoch([])])
    } finally {
      this.isBeginningEpoch = false
    }
  }
}

function isMembership(block: Block): block is Block & MembershipRecord {
  return block.kind !== 'changed' && block.kind !== 'attached'
}
