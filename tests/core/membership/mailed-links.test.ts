import { describe, expect, test } from 'vitest'
import { createInvitation, invitationToLink, linkToInvitation } from '../../../src-main/core/membership/invitation.ts'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { codeOf } from '../../support/code-of.ts'
import { type Chance, chance, seedsToRun } from '../../support/random.ts'

type Passing = (text: string, dice: Chance) => string

/** Cuts a text at places of chance. */
function cut(text: string, { below }: Chance, between: string, longest = 40): string {
  let rest = text
  const parts: string[] = []
  while (rest.length > 0) {
    const length = 1 + below(longest)
    parts.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return parts.join(between)
}

const encoded = encodeURIComponent
const sprinkled =
  (mark: string): Passing =>
  (text, dice) =>
    cut(text, dice, mark, 30)

/** What whoever writes puts around a link. */
const written: Record<string, Passing> = {
  'French quotes': (link) => `Le lien «\u00a0${link}\u00a0», à coller.`,
  'curly quotes': (link) => `“${link}”`,
  'single quotes': (link) => `‘${link}’`,
  'angle brackets': (link) => `<${link}>`,
  Markdown: (link) => `[Entrer chez nous](${link})`,
  stars: (link) => `*${link}*`,
  'a word about how it begins': (link) => `Il commence par maillage://join/ :\n${link}\nÀ mardi`,
}

/** What filters on the way make of it. */
const filtered: Record<string, Passing> = {
  nothing: (link) => link,
  Outlook: (link) =>
    `https://eur02.safelinks.protection.outlook.com/?url=${encoded(link)}&data=05%7C02%7Ccamille%40exemple.fr%7C1c&sdata=Ab%3D&reserved=0`,
  'a search engine': (link) => `https://www.google.com/url?q=${link}&sa=D&source=editors&ust=17`,
  'a redirection in lower case': (link) =>
    `http://sortie.exemple/?u=${encoded(link).replace(/%../g, (each) => each.toLowerCase())}&h=x`,
  'a filter with dashes': (link) =>
    `https://urldefense.exemple/v2/url?u=${link.replace(':', '-3A').replaceAll('/', '_')}&d=DwMF&c=eu`,
  'a filter with underscores': (link) => `https://urldefense.exemple/v3/__${link}__;!!Ab-c!Xy$`,
  'two filters': (link) => `https://un.exemple/?a=${encoded(`https://deux.exemple/?url=${encoded(link)}&z=1`)}&e=2`,
  'one slash of two': (link) => `https://sortie.exemple/r/${link.replace('//', '/')}`,
}

/** What a mail program writes it as. */
const displayed: Record<string, Passing> = {
  nothing: (text) => text,
  entities: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  'numbered entities': (text) => text.replaceAll(':', '&#58;').replaceAll('/', '&#x2F;').replaceAll('&d', '&amp;d'),
  'soft hyphens': sprinkled('\u00ad'),
  'spaces of no width': sprinkled('\u200b'),
  'marks of order': sprinkled('\ufeff'),
  'joiners that are none': sprinkled('\u2060'),
  'soft hyphens, as entities': sprinkled('&shy;'),
  'places to break': sprinkled('<wbr>'),
}

/** What becomes of it in transport and in answers. */
const carried: Record<string, Passing> = {
  nothing: (text) => text,
  lines: (text, dice) => cut(text, dice, '\r\n', 76),
  'quoted lines': (text, dice) => `> ${cut(text, dice, '\n> ', 76)}`,
  'lines quoted twice': (text, dice) => `> > ${cut(text, dice, '\r\n> > ', 76)}`,
  'lines behind bars': (text, dice) => `| ${cut(text, dice, '\n| ', 76)}`,
  'quoted-printable': (text, dice) => cut(quotedPrintable(text), dice, '=\r\n', 76),
  'quoted-printable, quoted': (text, dice) => `> ${cut(quotedPrintable(text), dice, '=\n> ', 76)}`,
}

function quotedPrintable(text: string): string {
  return text.replace(/[^\x20-\x3c\x3e-\x7e\r\n]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

function madeBy(dice: Chance) {
  const names = ['Le Bief', 'Ressourcerie de l’Ouche', 'Fablab', 'Café associatif « Chez nous »', '']
  const of = {
    space: 'c4'.repeat(32) as SpaceId,
    spaceName: dice.pick(names),
    placeName: dice.pick(names),
    place: null,
    relayFor: null,
  }
  const invitation = createInvitation(of, 1_700_000_000_000 + dice.below(1_000_000_000))
  return { link: invitationToLink(invitation), seed: [...invitation.seed] }
}

const read = (text: string) => [...linkToInvitation(text).seed]

/** What could not be read, to be looked at. */
function readOrText(text: string): number[] | string {
  try {
    return read(text)
  } catch {
    return text
  }
}

for (const [kind, passings] of Object.entries({ written, filtered, displayed, carried })) {
  describe(kind, () => {
    test.each(Object.keys(passings))('[ME41] %s', (name) => {
      for (const seed of seedsToRun([7, 11], 5)) {
        const dice = chance(seed)
        const { link, seed: expected } = madeBy(dice)
        expect(read(passings[name]?.(link, dice) ?? ''), `seed ${seed}`).toEqual(expected)
      }
    })
  })
}

test('[ME41] and all of it, one after the other', () => {
  for (const seed of seedsToRun([110_605_416, 110_624_596, 110_633_667, 110_648_299, 110_653_568], 300)) {
    const dice = chance(seed)
    const { link, seed: expected } = madeBy(dice)
    let text = link
    const ways = [filtered, written, displayed, carried].map((kind) => {
      const [name, pass] = dice.pick(Object.entries(kind))
      text = pass(text, dice)
      return name
    })
    expect({ ways, seed, read: readOrText(text) }).toEqual({ ways, seed, read: expected })
  }
})

test('[ME41] what is made to be read in many ways is refused soon', () => {
  const texts = [
    'maillage://join/ a'.repeat(550),
    '%25'.repeat(3_300),
    '&amp;'.repeat(1_999),
    'maillage:/ > '.repeat(760),
  ]
  const begun = performance.now()
  expect(texts.map((text) => codeOf(() => linkToInvitation(text)))).toEqual(texts.map(() => 'invalid-invitation'))
  expect(performance.now() - begun).toBeLessThan(2_000)
})
