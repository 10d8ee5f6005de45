/** A word that somebody searches, and what answers to it. */
export interface QueryWord {
  /** The word as typed, folded. */
  term: string
  /** Terms that are this word: itself, its plural or its singular. */
  spellings: string[]
  /** Also answered by longer terms that begin with it. */
  asPrefix: boolean
}

export type WordMatch = 'whole' | 'prefix' | 'none'

/** A query has at most 200 characters, words beyond these add nothing. */
const MAX_WORDS = 16
/** Shorter words inside a query are whole ("la", "en"); the last one may still be in the typing. */
const MIN_INNER_PREFIX = 4
/** Below, an ending is part of the word: "bus", "os", "prix" are not plurals. */
const MIN_PLURAL = 5

/** The words of a query from its terms (`searchTerms`), each once; the last one stays last. */
export function queryWords(terms: readonly string[]): QueryWord[] {
  const distinct = [...new Set([...terms].reverse())].reverse().slice(0, MAX_WORDS)
  return distinct.map((term, index) => ({
    term,
    spellings: spellingsOf(term),
    asPrefix: index === distinct.length - 1 || term.length >= MIN_INNER_PREFIX,
  }))
}

export function matchWord(word: QueryWord, term: string): WordMatch {
  if (word.spellings.includes(term)) return 'whole'
  return word.asPrefix && term.startsWith(word.term) ? 'prefix' : 'none'
}

/** `journaux` → `journal`, `bureau` → `bureaux`: done on what is asked, so that the index keeps words as written. */
function spellingsOf(term: string): string[] {
  if (/\d/.test(term)) return [term]
  const spellings = [term, `${term}s`]
  if (term.endsWith('u')) spellings.push(`${term}x`)
  if (term.endsWith('al')) spellings.push(`${term.slice(0, -2)}aux`)
  if (term.endsWith('ail')) spellings.push(`${term.slice(0, -3)}aux`)
  if (term.length < MIN_PLURAL) return spellings
  if (term.endsWith('aux')) spellings.push(`${term.slice(0, -3)}al`, `${term.slice(0, -3)}ail`)
  if (/[sx]$/.test(term) && !term.endsWith('ss')) spellings.push(term.slice(0, -1))
  return spellings
}
