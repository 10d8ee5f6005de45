import { encode } from 'cborg'
import { describe, expect, test } from 'vitest'
import { encode as encodeZ32 } from 'z32'
import {
  createInvitation,
  type Invitation,
  invitationToLink,
  linkToInvitation,
} from '../../../src-main/core/membership/invitation.ts'
import { keyedHash } from '../../../src-main/core/membership/space-keys.ts'
import type { DeviceId, PlaceId, SpaceId } from '../../../src-shared/ids.ts'
import { codeOf } from '../../support/code-of.ts'

const alphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769'
const invitation = createInvitation(
  {
    space: 'a1'.repeat(32) as SpaceId,
    spaceName: 'Tiers-lieux de la Drôme',
    placeName: 'La Cédille',
    place: null,
    relayFor: null,
  },
  1_800_000_000_000,
)
const link = invitationToLink(invitation)

/** Bytes as numbers, whichever class holds them. */
const plain = (read: Invitation) => ({ ...read, seed: [...read.seed] })

describe('what people do to a link', () => {
  const lines = (link.match(/.{1,40}/g) ?? []).join('\r\n')
  const passedOn: Record<string, string> = {
    'as it is': link,
    'in capitals': link.toUpperCase(),
    'with spaces around': `  \t${link}\n\n`,
    'cut into lines by a mail': lines,
    'cut into words': (link.match(/.{1,17}/g) ?? []).join(' '),
    'in the middle of a chat': `Salut ! Voici le lien : ${link} À jeudi, on compte sur toi`,
    'quoted in a reply, over lines': lines.replaceAll('\r\n', '\r\n> '),
    'quoted twice': lines.replaceAll('\r\n', '\r\n>> '),
    'between brackets': `Rejoins-nous (${link}).`,
    'between angle brackets': `Le lien : <${link}> et à jeudi`,
    'between French quotes': `« ${link} »`,
    'at the end of a sentence': `C’est ici : ${link} !`,
    'in lines, with words after': `${lines}\r\n\r\nÀ bientôt, Camille`,
  }
  for (const [how, text] of Object.entries(passedOn)) {
    test(`[ME1] it is read ${how}`, () => expect(plain(linkToInvitation(text))).toEqual(plain(invitation)))
  }
})

test('[ME21] a link for one more computer of a place says of which', () => {
  const place = '2jRh3fcZTZsT3Y5tDMwVnWXFdTBK' as PlaceId
  expect(linkToInvitation(invitationToLink({ ...invitation, place })).place).toBe(place)
  expect(linkToInvitation(link).place).toBe(null)
})

test('[RE10] a link for a relay says whom it believes first', () => {
  const relayFor = 'b2'.repeat(32) as DeviceId
  expect(linkToInvitation(invitationToLink({ ...invitation, relayFor })).relayFor).toBe(relayFor)
  expect(linkToInvitation(link).relayFor).toBe(null)
})

describe('what is not an invitation', () => {
  test('[ME2] no part of a link is one', () => {
    // The very last character may carry no bit: without it the link says the same.
    const codes = Array.from({ length: link.length - 1 }, (_, end) =>
      codeOf(() => linkToInvitation(link.slice(0, end))),
    )
    expect(new Set(codes)).toEqual(new Set(['invalid-invitation']))
  })

  test('[ME2] nor a link with one character changed', () => {
    // The last character carries bits that mean nothing, and is left alone.
    const codes = [...link.slice(0, -1)].map((character, at) => {
      const other = alphabet[(alphabet.indexOf(character) + 1 + (at % 30)) % alphabet.length]
      return codeOf(() => linkToInvitation(`${link.slice(0, at)}${other}${link.slice(at + 1)}`))
    })
    expect(new Set(codes)).toEqual(new Set(['invalid-invitation']))
  })

  test('[ME2] nor nothing, nor words, nor a book', () => {
    const texts = ['', 'bonjour', 'maillage://join/', 'https://movilab.org', `${link}${' mot'.repeat(3_000)}`]
    expect(texts.map((text) => codeOf(() => linkToInvitation(text)))).toEqual(texts.map(() => 'invalid-invitation'))
  })

  test('[ME2] nor marks and letters made to take long', () => {
    const begun = performance.now()
    expect(codeOf(() => linkToInvitation(`maillage://join/${'!'.repeat(3_000)}${' a'.repeat(3_000)}`))).toBe(
      'invalid-invitation',
    )
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test('[ME2] nor bytes that are no payload, though their checksum is right', () => {
    const payload = Buffer.from([0xff, 0xff])
    const checksum = keyedHash(null, 'maillage/invitation/1', 'checksum', payload).subarray(0, 4)
    const odd = `maillage://join/${encodeZ32(Buffer.concat([payload, checksum]))}`
    expect(codeOf(() => linkToInvitation(odd))).toBe('invalid-invitation')
  })

  test('[ME2] nor one that is open until a time of which there is no date', () => {
    const never = invitationToLink({ ...invitation, expiresAt: Number.MAX_SAFE_INTEGER })
    expect(codeOf(() => linkToInvitation(never))).toBe('invalid-invitation')
    expect(linkToInvitation(invitationToLink({ ...invitation, expiresAt: 8.64e15 })).expiresAt).toBe(8.64e15)
  })

  test('[ME3] a link of a newer Maillage says so', () => {
    const payload = encode([2, 'whatever comes'])
    const checksum = keyedHash(null, 'maillage/invitation/1', 'checksum', payload).subarray(0, 4)
    const newer = `maillage://join/${encodeZ32(Buffer.concat([payload, checksum]))}`
    expect(codeOf(() => linkToInvitation(newer))).toBe('newer-version')
  })
})
