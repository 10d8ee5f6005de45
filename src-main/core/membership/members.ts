import b4a from 'b4a'
import type { DeviceId, PlaceId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import { isContinued } from './continuation.ts'
import { isInvited } from './invitation.ts'
import { spaceIdOf } from './space-keys.ts'

/** What logs say about belonging; the log part gives these, in the order of each log. */
export type MembershipRecord =
  | { kind: 'founded'; nonce: Uint8Array; place: PlaceId; name: string }
  | { kind: 'joined'; invitation: Uint8Array; proof: Uint8Array; place: PlaceId }
  | { kind: 'continued'; former: Uint8Array; proof: Uint8Array; place: PlaceId }
  | { kind: 'invited'; invitation: Uint8Array; hostKey: Uint8Array; expiresAt: Timestamp }

type RecordOf<Kind extends MembershipRecord['kind']> = Extract<MembershipRecord, { kind: Kind }>

export interface Member {
  device: DeviceId
  place: PlaceId
}

export interface OpenInvitation {
  invitation: Uint8Array
  hostKey: Uint8Array
  expiresAt: Timestamp
}

/**
 * Who belongs to a space, computed from the signed logs alone, so that everybody who has the same logs agrees,
 * whatever the order in which they came.
 *
 * A device belongs when its log begins with `founded` and it is the founder, with `joined` and a proof made with an
 * invitation that stands in the log of a device that belongs, or with `continued` and a proof of such a device.
 */
export class Members {
  private readonly members = new Map<DeviceId, Member>()
  private readonly invitations = new Map<string, OpenInvitation>()
  /** Newcomers whose invitation has not been seen yet, and invitations of devices that do not belong yet. */
  private readonly waiting = new Map<DeviceId, RecordOf<'joined'>>()
  private readonly unheard = new Map<DeviceId, OpenInvitation[]>()
  /** Devices that go on in the place of one that does not belong yet, by that one. */
  private readonly heirs = new Map<DeviceId, Member[]>()
  /** Devices in whose place others go on. */
  private readonly formers = new Set<DeviceId>()

  private founder: DeviceId | undefined

  /** `own` was let in by a member who proved to be one: here it belongs before the logs that say so have come. */
  constructor(
    private readonly space: SpaceId,
    private readonly own: DeviceId,
  ) {}

  isFounder(device: DeviceId): boolean {
    return this.founder === device
  }

  /** Somebody goes on in its place: its folder was copied, and the copy is in use, or it is no more. */
  isFormer(device: DeviceId): boolean {
    return this.formers.has(device)
  }

  has(device: DeviceId): boolean {
    return this.members.has(device)
  }

  all(): Member[] {
    return [...this.members.values()]
  }

  openInvitations(now: Timestamp): OpenInvitation[] {
    return [...this.invitations.values()].filter((invitation) => invitation.expiresAt > now)
  }

  /** Reads one block of a log; `index` is its position there. Returns the devices that now belong. */
  read(device: DeviceId, index: number, record: MembershipRecord): DeviceId[] {
    const before = new Set(this.members.keys())
    if (record.kind === 'invited') this.readInvitation(device, record)
    else if (index === 0) this.readFirst(device, record)
    return [...this.members.keys()].filter((member) => !before.has(member))
  }

  private readFirst(device: DeviceId, record: Exclude<MembershipRecord, { kind: 'invited' }>): void {
    if (record.kind === 'founded') {
      if (spaceIdOf(device, record.nonce) !== this.space) return
      this.founder = device
      this.admit(device, record.place)
      return
    }
    if (record.kind === 'continued') {
      this.readContinuation(device, record)
      return
    }
    if (!isInvited(record.invitation, record.proof, this.space, device)) return
    const isOpen = this.invitations.has(b4a.toString(record.invitation, 'hex'))
    if (isOpen || device === this.own) this.admit(device, record.place)
    else this.waiting.set(device, record)
  }

  private readContinuation(device: DeviceId, { former, proof, place }: RecordOf<'continued'>): void {
    if (!isContinued(former, proof, this.space, device)) return
    const before = b4a.toString(former, 'hex') as DeviceId
    this.formers.add(before)
    if (this.members.has(before) || device === this.own) this.admit(device, place)
    else this.heirs.set(before, [...(this.heirs.get(before) ?? []), { device, place }])
  }

  private readInvitation(device: DeviceId, { invitation, hostKey, expiresAt }: OpenInvitation): void {
    const open = { invitation, hostKey, expiresAt }
    if (this.members.has(device)) this.openInvitation(open)
    else this.unheard.set(device, [...(this.unheard.get(device) ?? []), open])
  }

  private admit(device: DeviceId, place: PlaceId): void {
    this.members.set(device, { device, place })
    this.waiting.delete(device)
    for (const invitation of this.unheard.get(device) ?? []) this.openInvitation(invitation)
    this.unheard.delete(device)
    const heirs = this.heirs.get(device) ?? []
    this.heirs.delete(device)
    for (const heir of heirs) this.admit(heir.device, heir.place)
  }

  private openInvitation(open: OpenInvitation): void {
    const key = b4a.toString(open.invitation, 'hex')
    if (this.invitations.has(key)) return
    this.invitations.set(key, open)
    for (const [device, record] of this.waiting) {
      if (b4a.toString(record.invitation, 'hex') === key) this.admit(device, record.place)
    }
  }
}
