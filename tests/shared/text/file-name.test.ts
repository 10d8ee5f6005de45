import { expect, test } from 'vitest'
import { fileName } from '../../../src-shared/text/file-name.ts'

const bytes = (text: string) => Buffer.byteLength(text)

test('[TX10] a title that any disk takes is the name', () => {
  const titles = ['Réparer un grille-pain', 'L’Ouche, 3ᵉ atelier', '日本の工房', '100 % laine & co', '.. et après']
  expect(titles.map((title) => fileName(title, '.md'))).toEqual([
    ...['Réparer un grille-pain.md', 'L’Ouche, 3ᵉ atelier.md', '日本の工房.md', '100 % laine & co.md', 'et après.md'],
  ])
})

test('[TX10] what a disk refuses is left out', () => {
  const titles = [
    'Qui ? Où : quand',
    'entrées/sorties',
    '..\\..\\clef',
    'a\u0000b\nc',
    '\u202ecod.exe',
    ' . . ',
    '',
    '?*',
  ]
  expect(titles.map((title) => fileName(title, '.md'))).toEqual([
    ...['Qui Où quand.md', 'entrées sorties.md', 'clef.md', 'a b c.md', 'cod.exe.md', 'page.md', 'page.md', 'page.md'],
  ])
})

test('[TX10] what Windows keeps for itself is another name, also before a dot', () => {
  const kept = /^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i
  const titles = ['con', 'CON', 'aux.txt', 'Nul', 'com1', 'lpt9.tar.gz', 'prn ', 'con .md']
  for (const title of titles)
    for (const ending of ['.md', ' (2).md', '']) expect(fileName(title, ending)).not.toMatch(kept)
  expect(['contrat', 'auxiliaire', 'com12'].map((title) => fileName(title, '.md'))).toEqual([
    ...['contrat.md', 'auxiliaire.md', 'com12.md'],
  ])
})

test('[TX10] a long title is cut by bytes, between whole characters, and keeps its ending', () => {
  const letters = ['a', 'é', 'œ', '工', '🔧', '👩‍🔧', 'e\u0301']
  for (const letter of letters) {
    const name = fileName(letter.repeat(300), ' (12).wiki')
    expect(bytes(name)).toBeLessThanOrEqual(255)
    expect(bytes(name)).toBeGreaterThan(200)
    expect(name.endsWith(' (12).wiki')).toBe(true)
    expect(name.slice(0, -' (12).wiki'.length).replaceAll(letter.normalize('NFC'), '')).toBe('')
  }
  const halves = fileName(`${'x'.repeat(20)}\ud83d ${'\udd27'}fin`, '.md')
  expect(halves).not.toMatch(/\p{Surrogate}/u)
})
