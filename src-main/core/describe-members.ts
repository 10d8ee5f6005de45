import type { DeviceId, Timestamp } from '../../src-shared/ids.ts'
import type { InvitationRow, MemberRow } from '../../src-shared/ipc/contract.ts'
import type { KnownInvitation } from './membership/members.ts'
import { invitationKey } from './membership/records-read.ts'
import type { Space } from './space.ts'

/** Everybody who belongs to a space or did, in words that a person knows; `own` is this device. */
export async function describeMembers(space: Space, own: DeviceId): Promise<MemberRow[]> {
  const names = await space.placeNames()
  const { members } = space
  const relays = members.relays().flatMap((device) => {
    const standing = members.standing(device)
    return standing ? [{ device, standing, place: null }] : []
  })
  return [...members.all(), ...relays].map(({ device, standing, place }) => ({
    device,
    place: names.get(device) ?? '',
    placeId: place,
    standing,
    isOwn: device === own,
    isFormer: members.isFormer(device),
  }))
}

/** The invitations of a space, the last to expire first. */
export async function describeInvitations(space: Space, now: Timestamp): Promise<InvitationRow[]> {
  const names = await space.placeNames()
  const nameOf = (device: DeviceId) => names.get(device) ?? ''
  return space.members
    .invitations()
    .toSorted((one, other) => other.expiresAt - one.expiresAt)
    .map((known) => ({
      invitation: invitationKey(known.invitation),
      role: known.role,
      isReusable: known.isReusable,
      needsApproval: known.needsApproval,
      isOfPlace: known.isOfPlace ?? false,
      expiresAt: known.expiresAt,
      state: stateOf(known, now),
      by: nameOf(known.by),
      // Several who were there at once may each have written that it came in.
      guests: [...new Set(known.guests)].map((device) => ({ device, place: nameOf(device) })),
    }))
}

function stateOf(
  { isRevoked, isReusable, guests, expiresAt }: KnownInvitation,
  now: Timestamp,
): InvitationRow['state'] {
  if (guests.length > 0 && !isReusable) return 'used'
  if (isRevoked) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}
