/*
 * What a word is, for the search: runs of letters and digits, accents and case ignored. Text goes through here when it
 * is indexed, when it is asked for and when it is highlighted, so that the three always agree.
 */

/** A word of a text: how it is searched, and where it stands in the text as written. */
export interface Word {
  term: string
  start: number
  end: number
}

/** Longer terms are cut: nobody types them, and they are keys of the index. */
export const MAX_TERM_LENGTH = 64

const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const PLAIN = /^[\x20-\x7e]*$/
const NOT_IN_A_TERM = /[^\p{L}\p{N}]+/gu
const UNFOLDED: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ł: 'l' }
const UNFOLDABLE = /[œæßøđł]/g
const APOSTROPHES = new Set(["'", '’', 'ʼ', '＇'])
const ELIDED = new Set(['c', 'd', 'j', 'l', 'm', 'n', 's', 't', 'qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu'])

/** `Cœur d’Été` → `coeur`, `ete` (the d’ says nothing). Every occurrence, in order. */
export function searchTerms(text: string): string[] {
  const terms: string[] = []
  for (const { term } of wordsOf(text)) terms.push(term)
  return terms
}

export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: written, index: start } of text.matchAll(WORDS)) {
    const end = start + written.length
    const term = foldWord(written)
    if (term === '') continue
    if (APOSTROPHES.has(text.charAt(end)) && ELIDED.has(term)) continue
    yield { term, start, end }
  }
}

/** One word without its accents and capitals; what is neither letter nor digit goes. */
export function foldWord(word: string): string {
  const longest = word.slice(0, 4 * MAX_TERM_LENGTH)
  if (PLAIN.test(longest)) return longest.toLowerCase().slice(0, MAX_TERM_LENGTH)
  const folded = longest
    .normalize('NFKD')
    .toLowerCase()
    .replace(UNFOLDABLE, (letter) => UNFOLDED[letter] ?? letter)
    .replace(NOT_IN_A_TERM, '')
  // A pair cut in two is not a letter any more.
  return folded.slice(0, MAX_TERM_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}
