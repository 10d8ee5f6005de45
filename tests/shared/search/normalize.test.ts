import { expect, test } from 'vitest'
import { foldWord, MAX_TERM_LENGTH, searchTerms } from '../../../src-shared/search/normalize.ts'

test('[SE1] accents, capitals, ligatures and elided words do not matter', () => {
  expect(searchTerms("Cœur d’ÉTÉ : l’atelier qu'on prête, n°3")).toEqual([
    'coeur',
    'ete',
    'atelier',
    'on',
    'prete',
    'n',
    '3',
  ])
  expect(searchTerms('Cœur')).toEqual(searchTerms('coeur'))
  expect(searchTerms('été'.normalize('NFD'))).toEqual(searchTerms('été'.normalize('NFC')))
})

test('[SE1] numbers, names of things and hyphens are words', () => {
  expect(searchTerms('400 visières, imprimante-3D #APTIC (aujourd’hui)')).toEqual([
    '400',
    'visieres',
    'imprimante',
    '3d',
    'aptic',
    'aujourd',
    'hui',
  ])
})

test('[SE1] a letter alone is a word when no apostrophe follows', () => {
  expect(searchTerms('plan d du langage c')).toEqual(['plan', 'd', 'du', 'langage', 'c'])
})

test('[SE9] terms hold letters and digits only, whatever the text', () => {
  const terms = searchTerms('½ ﷺ \u0000 __proto__ \ud800 😀 İstanbul a\u0001b 𐌰𐌱 (a+)+$')
  expect(terms.join('')).toMatch(/^[\p{L}\p{N}]+$/u)
  expect(searchTerms('… !? 😀 \ud800')).toEqual([])
})

test('[SE9] long words are cut, without cutting a letter', () => {
  expect(foldWord('à'.repeat(1000))).toBe('a'.repeat(MAX_TERM_LENGTH))
  expect(foldWord(`a${'𐌰'.repeat(100)}`)).toBe(`a${'𐌰'.repeat(31)}`)
})
