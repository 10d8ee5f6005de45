import b4a from 'b4a'
import type { DeviceId, PlaceId, SpaceId } from '../../../src-shared/ids.ts'
import { appendTo } from '../lib/append-to.ts'
import { isContinued } from './continuation.ts'
import { isInvited } from './invitation.ts'
import type { LoggedRecord, MembershipRecord, RecordOf } from './membership-record.ts'
import { spaceIdOf } from './space-keys.ts'

/** How a device says that it belongs, in a first block whose proof is right. */
export type Entry =
  | { kind: 'founder'; place: PlaceId }
  | { kind: 'guest'; invitation: string; place: PlaceId; placeName: string }
  | { kind: 'heir'; former: DeviceId; place: PlaceId }

/**
 * Acts of one kind of one device that are heard: a member who writes more is not listened to any further. Of one kind, since
 * a crowd with a link has somebody write welcomes, and must not keep it from removing them.
 */
const MAX_ACTS = 2_000

/** What the logs of a space say about belonging, by what it is needed for. Every proof was checked; no right was. */
export class RecordsRead {
  readonly entries = new Map<DeviceId, Entry>()
  /** By the invitation, in hexadecimal. */
  readonly invited = new Map<string, LoggedRecord<'invited'>[]>()
  readonly welcomed = new Map<string, LoggedRecord<'welcomed'>[]>()
  readonly revoked = new Map<string, LoggedRecord<'revoked'>[]>()
  /** By the device that wrote them, in the order of its log. */
  readonly appointed = new Map<DeviceId, LoggedRecord<'appointed'>[]>()
  /** Beginnings of epochs. */
  readonly rekeyed: LoggedRecord<'rekeyed'>[] = []
  /** Devices in whose place others go on. */
  readonly formers = new Set<DeviceId>()
  /** Places in each log of what was read: a stretch that was not written down is read again. */
  private readonly acts = new Map<string, Set<number>>()

  constructor(private readonly space: SpaceId) {}

  /** How many more acts of a kind of a device would be heard. */
  actsLeft(device: DeviceId, kind: MembershipRecord['kind']): number {
    return MAX_ACTS - (this.acts.get(`${device} ${kind}`)?.size ?? 0)
  }

  add(device: DeviceId, index: number, record: MembershipRecord): void {
    switch (record.kind) {
      case 'founded':
      case 'joined':
      case 'continued':
        if (index === 0) this.addEntry(device, record)
        return
    }
    const acts = this.acts.get(`${device} ${record.kind}`) ?? new Set()
    this.acts.set(`${device} ${record.kind}`, acts)
    if (acts.has(index) || acts.size >= MAX_ACTS) return
    acts.add(index)
    switch (record.kind) {
      case 'invited':
        appendTo(this.invited, invitationKey(record.invitation), { device, index, record })
        break
      case 'welcomed':
        appendTo(this.welcomed, invitationKey(record.invitation), { device, index, record })
        break
      case 'revoked':
        appendTo(this.revoked, invitationKey(record.invitation), { device, index, record })
        break
      case 'appointed':
        appendTo(this.appointed, device, { device, index, record })
        break
      case 'rekeyed':
        this.rekeyed.push({ device, index, record })
    }
  }

  private addEntry(device: DeviceId, record: RecordOf<'founded' | 'joined' | 'continued'>): void {
    const { space, entries } = this
    const { place } = record
    if (record.kind === 'founded') {
      if (spaceIdOf(device, record.nonce) === space) entries.set(device, { kind: 'founder', place })
    } else if (record.kind === 'continued') {
      const former = b4a.toString(record.former, 'hex') as DeviceId
      if (!isContinued(record.former, record.proof, space, device)) return
      entries.set(device, { kind: 'heir', former, place })
      this.formers.add(former)
    } else if (isInvited(record.invitation, record.proof, space, device)) {
      const { placeName } = record
      entries.set(device, { kind: 'guest', invitation: invitationKey(record.invitation), place, placeName })
    }
  }
}

export function invitationKey(invitation: Uint8Array): string {
  return b4a.toString(invitation, 'hex')
}
