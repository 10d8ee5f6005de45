import { expect, test } from 'vitest'
import { describeInvitations } from '../../src-main/core/describe-members.ts'
import type { Space } from '../../src-main/core/space.ts'
import type { DeviceId, Timestamp } from '../../src-shared/ids.ts'

test('whom an invitation let in is named once, by however many it was let in', async () => {
  const [host, guest, other] = ['aa', 'bb', 'cc'].map((digits) => digits.repeat(32) as DeviceId)
  const terms = { role: 'reader', isReusable: true, needsApproval: false, isRevoked: false, expiresAt: 2 }
  const known = { ...terms, invitation: new Uint8Array(32), by: host, guests: [guest, other, guest, guest] }
  const names = new Map([
    [host, 'L’Établi'],
    [guest, 'La Fabrique'],
    [other, 'La Fabrique'],
  ])
  const space = { placeNames: async () => names, members: { invitations: () => [known] } } as unknown as Space
  const [described] = await describeInvitations(space, 1 as Timestamp)
  const guests = [guest, other].map((device) => ({ device, place: 'La Fabrique' }))
  expect(described).toMatchObject({ by: 'L’Établi', guests, state: 'open' })
})
