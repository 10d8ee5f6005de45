import b4a from 'b4a'
import { keyPair } from 'hypercore-crypto'
import { expect, test } from 'vitest'
import { descentSchema } from '../../../src-main/core/lib/descent.ts'
import { proveContinued } from '../../../src-main/core/membership/continuation.ts'
import { forebears, leadsTo, withGuest, withHeir } from '../../../src-main/core/membership/descent.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { lineOfGuests } from '../../support/line-of-guests.ts'

const { space, device, keys, descent } = lineOfGuests(3)

const hex = (bytes: Uint8Array) => b4a.toString(bytes, 'hex')
const strange = keyPair()
const stranger = hex(strange.publicKey) as DeviceId

test('[ME20] a line leads from the founder to its device, and to nobody else', () => {
  for (let steps = 0; steps <= 3; steps++) {
    expect(leadsTo(descent(steps), space, device(steps))).toBe(true)
    expect(leadsTo(descent(steps), space, stranger)).toBe(false)
  }
  expect(leadsTo(descent(3), space, device(2))).toBe(false)
  expect(forebears(descent(3))).toEqual([device(0), device(1), device(2)])
})

test('[ME20] a line of another space, or of another founder, leads nowhere', () => {
  const other = lineOfGuests(3)
  expect(leadsTo(descent(3), other.space, device(3))).toBe(false)
  expect(leadsTo({ ...descent(0), founder: stranger }, space, stranger)).toBe(false)
  expect(leadsTo({ ...descent(3), nonce: other.descent(3).nonce }, space, device(3))).toBe(false)
})

test('[ME20] nobody adds itself to a line, leaves somebody out, or changes the order', () => {
  expect(leadsTo(withGuest(descent(2), strange, space, stranger), space, stranger)).toBe(false)
  const { steps } = descent(3)
  expect(leadsTo({ ...descent(3), steps: steps.slice(1) }, space, device(3))).toBe(false)
  expect(leadsTo({ ...descent(3), steps: [...steps].reverse() }, space, device(1))).toBe(false)
  const swapped = steps.map((step) => ({ ...step, kind: 'continued' as const }))
  expect(leadsTo({ ...descent(3), steps: swapped }, space, device(3))).toBe(false)
  const renamed = steps.map((step, place) => (place === 2 ? { ...step, device: stranger } : step))
  expect(leadsTo({ ...descent(3), steps: renamed }, space, stranger)).toBe(false)
})

test('[ME20] whoever goes on for somebody comes from the founder as that one does', () => {
  const heir = withHeir(descent(3), stranger, hex(proveContinued(keys(3), space, stranger)))
  expect(leadsTo(heir, space, stranger)).toBe(true)
  expect(leadsTo(withHeir(descent(3), stranger, hex(proveContinued(keys(2), space, stranger))), space, stranger)).toBe(
    false,
  )
  const elsewhere = proveContinued(keys(3), '0'.repeat(64) as SpaceId, stranger)
  expect(leadsTo(withHeir(descent(3), stranger, hex(elsewhere)), space, stranger)).toBe(false)
})

test('[ME20] a line of more steps than anybody comes by is not read', () => {
  const [step] = descent(1).steps
  const long = (count: number) => ({ ...descent(1), steps: Array.from({ length: count }, () => step) })
  expect(descentSchema.safeParse(long(256)).success).toBe(true)
  expect(descentSchema.safeParse(long(257)).success).toBe(false)
})
