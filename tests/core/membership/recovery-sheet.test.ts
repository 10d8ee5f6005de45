import b4a from 'b4a'
import { keyPair } from 'hypercore-crypto'
import { describe, expect, test } from 'vitest'
import { withGuest } from '../../../src-main/core/membership/descent.ts'
import { createInvitation, invitationToLink } from '../../../src-main/core/membership/invitation.ts'
import { type RecoverySheet, sheetToText, textToSheet } from '../../../src-main/core/membership/recovery-sheet.ts'
import { spaceIdOf } from '../../../src-main/core/membership/space-keys.ts'
import { mistypedGroups } from '../../../src-renderer/views/recovery/mistyped-groups.ts'
import { sheetGroups } from '../../../src-renderer/views/recovery/sheet-groups.ts'
import type { DeviceId, PlaceId } from '../../../src-shared/ids.ts'
import { codeOf } from '../../support/code-of.ts'

const seedOf = (letter: string) => b4a.alloc(32, letter)
const deviceOf = (seed: Uint8Array) => b4a.toString(keyPair(seed).publicKey, 'hex') as DeviceId
const nonce = b4a.alloc(32, 7)
const founder = deviceOf(seedOf('a'))
const space = spaceIdOf(founder, nonce)

const ofFounder: RecoverySheet = {
  seed: b4a.toString(seedOf('a'), 'hex'),
  space,
  secret: 'b2'.repeat(32),
  epochs: ['c3'.repeat(32)],
  name: 'Tiers-lieux de la Drôme',
  place: '2jRh3fcZTZsT3Y5tDMwVnWXFdTBK' as PlaceId,
  placeName: 'L’Établi',
  role: 'administrator',
  descent: { founder, nonce: b4a.toString(nonce, 'hex'), steps: [] },
}

/** Of a device that as many others stand between the founder and. */
function ofGuest(between: number): RecoverySheet {
  let { descent } = ofFounder
  let host = seedOf('a')
  for (let step = 0; step <= between; step++) {
    const guest = b4a.alloc(32, step + 10)
    descent = withGuest(descent, keyPair(host), space, deviceOf(guest))
    host = guest
  }
  return { ...ofFounder, seed: b4a.toString(host, 'hex'), role: 'contributor', descent }
}

test.each([
  ['the founder', ofFounder],
  ['a guest', ofGuest(0)],
  ['the guest of a guest', ofGuest(1)],
])('[ME22] the sheet of %s is read as it was printed', (_whose, sheet) => {
  expect(textToSheet(sheetToText(sheet))).toEqual(sheet)
})

test('[ME22] a sheet is typed in groups and lines, in capitals too', () => {
  const typed = sheetGroups(sheetToText(ofFounder))
    .map((line) => line.join(' '))
    .join('\n')
  expect(typed.split('\n').length).toBeLessThan(16)
  expect(textToSheet(typed)).toEqual(ofFounder)
  expect(textToSheet(typed.toUpperCase())).toEqual(ofFounder)
})

test('[ME22] whoever comes from the founder by too many others is told', () => {
  expect(codeOf(() => sheetToText(ofGuest(15)))).toBe('too-large')
})

describe('what is not a sheet', () => {
  const text = sheetToText(ofFounder)
  const invitation = createInvitation(
    { space, spaceName: 'Drôme', placeName: 'L’Établi', place: null, relayFor: null },
    1e12,
  )
  const others: Record<string, string> = {
    nothing: '',
    words: 'maillage recover, feuille de secours',
    'one that is cut': text.slice(0, -10),
    'one with a letter changed': text.replace(/.(?=.{40}$)/, (letter) => (letter === 'y' ? 'b' : 'y')),
    'an invitation': invitationToLink(invitation),
    'an invitation under its name': invitationToLink(invitation).replace('join', 'recover'),
    'far too much': `${text}${' mot'.repeat(10_000)}`,
  }
  for (const [what, odd] of Object.entries(others)) {
    test(`[ME22] ${what}`, () => expect(codeOf(() => textToSheet(odd))).toBe('invalid-sheet'))
  }
})

describe('a sheet as it is typed', () => {
  const lines = sheetGroups(sheetToText(ofFounder))
  const typed = (change: (line: number, group: number, text: string) => string) =>
    lines.map((line, row) => line.map((text, group) => change(row, group + 1, text)).join(' ')).join('\n')

  test('[WI32] of a sheet that is right, at whatever letter, nothing is said', () => {
    const whole = typed((_line, _group, text) => text)
    for (let end = 0; end <= whole.length; end++) expect(mistypedGroups(whole.slice(0, end))).toEqual([])
    expect(mistypedGroups(whole.replaceAll(/\s/g, ''))).toEqual([])
  })

  test('[WI32] a letter that no sheet has, one too many and one too few are found where they stand', () => {
    const mistakes: Record<string, string> = { '2/3': 'abc0e', '4/6': 'ybndrf', '5/1': 'ybnd' }
    const found = mistypedGroups(typed((line, group, text) => mistakes[`${line}/${group}`] ?? text))
    expect(Object.fromEntries(found.map(({ line, group, text }) => [`${line}/${group}`, text]))).toEqual(mistakes)
  })
})
