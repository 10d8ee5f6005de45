import { describe, expect, test } from 'vitest'
import type { SnippetPart } from '../../../src-shared/ipc/contract.ts'
import { highlight, snippet } from '../../../src-shared/search/snippet.ts'

/** Marked words between brackets. */
const shown = (parts: SnippetPart[]) => parts.map(({ text, match }) => (match ? `[${text}]` : text)).join('')

describe('highlight', () => {
  for (const [text, query, expected] of [
    ['Prêter l’Imprimante', 'impri', 'Prêter l’[Impri]mante'],
    ['Des imprimantes à prêter', 'imprimante PRETER', 'Des [imprimantes] à [prêter]'],
    ['Le cœur des lieux', 'coe', 'Le [cœ]ur des lieux'],
    ['Le cœur des lieux', 'co', 'Le [cœ]ur des lieux'],
    ['Journaux et travaux', 'journal travail', '[Journaux] et [travaux]'],
    ['été'.normalize('NFD'), 'et', `[${'ét'.normalize('NFD')}]${'é'.normalize('NFD')}`],
    ['rien', '(a+)+$', 'rien'],
    ['', 'mot', ''],
  ] as const) {
    test(`[SE5] "${query}" in "${text}"`, () => {
      expect(shown(highlight(text, query))).toBe(expected)
    })
  }

  test('[SE3] singular and plural are one word', () => {
    expect(shown(highlight('un bureau, des bureaux, le bus, un local, un plan', 'bureaux locaux bus plans'))).toBe(
      'un [bureau], des [bureaux], le [bus], un [local], un [plan]',
    )
  })
})

describe('snippet', () => {
  const far = `${'début '.repeat(60)}une perceuse. ${'suite '.repeat(60)}une perceuse et un établi ${'fin '.repeat(60)}`

  test('[SE5] the stretch with the most words is shown, cut between words', () => {
    const parts = snippet(far, 'perceuse établi', 120)
    const text = parts.map((part) => part.text).join('')
    expect(shown(parts)).toContain('une [perceuse] et un [établi] fin')
    expect(text).toMatch(/^…suite .* fin…$/)
    expect(text.length).toBeLessThan(130)
  })

  test('[SE5] without a match, the beginning; a short text is whole', () => {
    expect(shown(snippet(far, 'absent', 30))).toBe('début début début début début…')
    expect(shown(snippet('Une phrase.\nUne autre\n', 'absent', 100))).toBe('Une phrase. Une autre')
    expect(shown(snippet('Un texte\n\ncourt\u00a0!', 'court', 100))).toBe('Un texte · [court]\u00a0!')
  })

  test('[SE9] a text without blanks is cut without breaking a letter', () => {
    const text = snippet('😀'.repeat(500), 'x', 101)
      .map((part) => part.text)
      .join('')
    expect(text).toMatch(/^[\u{1F600}…]+$/u)
  })

  test('[SE9] parts give back the text of a highlight, whatever is asked', () => {
    for (const query of ['(a+)+$', 'é'.repeat(200), '\ud800', '😀', "d'", 'a b c d e f g h i j k l m n o p q r s t']) {
      const text = highlight(far, query)
        .map((part) => part.text)
        .join('')
      expect(text).toBe(far)
    }
  })
})
