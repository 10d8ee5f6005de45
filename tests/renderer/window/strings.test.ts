import { expect, test } from 'vitest'
import { en } from '../../../src-renderer/strings/en.ts'
import { fr } from '../../../src-renderer/strings/fr.ts'
import { errorCodes } from '../../../src-shared/errors.ts'
import { withFrenchSpaces } from '../../../src-shared/text/french-spaces.ts'

test('[WI3] every code of error has its sentence in French and in English', () => {
  const codes = [...errorCodes].sort()
  expect([Object.keys(fr.error).sort(), Object.keys(en.error).sort()]).toEqual([codes, codes])
})

test('each language names the same values inside its sentences', () => {
  const frenchText = flatten(fr)
  const differing = [...flatten(en)].filter(
    ([key, text]) => placeholders(text) !== placeholders(frenchText.get(key) ?? ''),
  )
  expect(differing.map(([key]) => key)).toEqual([])
})

test('French punctuation never starts a line', () => {
  expect(withFrenchSpaces({ a: 'Vraiment ?', b: { c: '« oui »' } })).toEqual({
    a: 'Vraiment\u00a0?',
    b: { c: '«\u00a0oui\u00a0»' },
  })
})

test('in French, none is counted in the singular as well: what says one says how many', () => {
  const singular = [...flatten(fr)].filter(([key, text]) => key.endsWith('_one') && /\b1\b/.test(text))
  expect(singular).toEqual([])
})

function flatten(strings: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(strings).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value as object, `${prefix}${key}.`)],
  )
  return new Map(entries)
}

function placeholders(text: string): string {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name)
    .sort()
    .join()
}
