import type { DeviceId, PlaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { AppointedStanding, InvitedRole } from '../../../src-shared/model/role.ts'

/** What logs say about belonging; the log part gives these, in the order of each log. */
export type MembershipRecord =
  | { kind: 'founded'; nonce: Uint8Array; place: PlaceId; name: string }
  | { kind: 'joined'; invitation: Uint8Array; proof: Uint8Array; place: PlaceId; placeName: string }
  | { kind: 'continued'; former: Uint8Array; proof: Uint8Array; place: PlaceId }
  | {
      kind: 'invited'
      invitation: Uint8Array
      hostKey: Uint8Array
      expiresAt: Timestamp
      role: InvitedRole
      /** Lets in as many as come, instead of one. */
      isReusable: boolean
      /** An administrator says yes to each. */
      needsApproval: boolean
      /** For one more computer of the place of whoever wrote it: for people's eyes, the link says it to the newcomer. */
      isOfPlace?: boolean | undefined
    }
  | { kind: 'revoked'; invitation: Uint8Array }
  /** Whoever wrote this let `device` in under `invitation`. */
  | { kind: 'welcomed'; invitation: Uint8Array; device: DeviceId }
  /** From block `length` of its log on, `device` is this. `turn` is later than every one that counted for its author. */
  | { kind: 'appointed'; device: DeviceId; standing: AppointedStanding; length: number; turn: number }
  /** An epoch begins, whose secret each device of `shares` can read. `turn` is later than every one that its author knew of. */
  | { kind: 'rekeyed'; epoch: Uint8Array; turn: number; shares: { device: DeviceId; share: Uint8Array }[] }

export type RecordOf<Kind extends MembershipRecord['kind']> = Extract<MembershipRecord, { kind: Kind }>

/** A record, and the block of the log that holds it. */
export interface LoggedRecord<Kind extends MembershipRecord['kind'] = MembershipRecord['kind']> {
  device: DeviceId
  index: number
  record: RecordOf<Kind>
}
