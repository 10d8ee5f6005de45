import type { SnippetPart } from '../ipc/contract.ts'
import { onOneLine } from '../text/on-one-line.ts'
import { foldWord, searchTerms, wordsOf } from './normalize.ts'
import { matchWord, type QueryWord, queryWords } from './query-words.ts'

interface Match {
  start: number
  end: number
  /** Which word of the query. */
  word: number
}

/** Matches looked at in one text: enough to choose where to cut it. */
const MAX_MATCHES = 400
/** Characters shown before the first match. */
const LEAD = 40
/** How far from the wanted cut a blank is looked for. */
const CUT_REACH = 24
const ELLIPSIS = '…'

/** The whole text as it was written, the words of the query marked. */
export function highlight(text: string, query: string): SnippetPart[] {
  return parts(text, 0, text.length, findMatches(text, queryWords(searchTerms(query))))
}

/** The stretch of `text`, of about `length` characters, that holds the most words of the query; else its beginning. */
export function snippet(text: string, query: string, length: number): SnippetPart[] {
  const body = text.trimEnd()
  const matches = findMatches(body, queryWords(searchTerms(query)))
  const best = densest(matches, length - LEAD)
  const from = best === undefined || best.end <= length ? 0 : blankNear(body, Math.max(0, best.start - LEAD), 1)
  const to = from + length >= body.length ? body.length : blankNear(body, from + length, -1)
  const shown = parts(body, from, to, matches)
  if (from > 0) shown.unshift({ text: ELLIPSIS, match: false })
  if (to < body.length) shown.push({ text: ELLIPSIS, match: false })
  return shown
}

function findMatches(text: string, words: QueryWord[]): Match[] {
  const matches: Match[] = []
  if (words.length === 0) return matches
  const initials = new Set(words.map(({ term }) => term.charAt(0)))
  for (const { term, start, end } of wordsOf(text)) {
    if (!initials.has(term.charAt(0))) continue
    const match = bestMatch(words, term)
    if (match === undefined) continue
    const written = text.slice(start, end)
    const length = match.typed === undefined ? written.length : writtenLength(written, match.typed)
    matches.push({ start, end: start + length, word: match.word })
    if (matches.length === MAX_MATCHES) break
  }
  return matches
}

/** A word that matches whole is marked whole; else as far as it was typed. */
function bestMatch(words: QueryWord[], term: string): { word: number; typed?: string } | undefined {
  let longest: { word: number; typed: string } | undefined
  for (const [index, word] of words.entries()) {
    const match = matchWord(word, term)
    if (match === 'whole') return { word: index }
    if (match === 'prefix' && word.term.length > (longest?.typed.length ?? 0))
      longest = { word: index, typed: word.term }
  }
  return longest
}

/** How many characters of `written` make the folded letters `typed`: `Cœurs` and `coe` → 2. */
function writtenLength(written: string, typed: string): number {
  let length = 0
  let folded = 0
  for (const character of written) {
    const added = foldWord(character).length
    if (folded >= typed.length && added > 0) break
    folded += added
    length += character.length
  }
  return length
}

/** The run of matches, within `width` characters, that shows the most words of the query. */
function densest(matches: Match[], width: number): { start: number; end: number } | undefined {
  let best: { start: number; end: number } | undefined
  let bestCount = 0
  const counts = new Map<number, number>()
  let first = 0
  for (const match of matches) {
    counts.set(match.word, (counts.get(match.word) ?? 0) + 1)
    let opening = matches[first] ?? match
    while (match.end - opening.start > width && opening !== match) {
      const left = (counts.get(opening.word) ?? 1) - 1
      if (left === 0) counts.delete(opening.word)
      else counts.set(opening.word, left)
      first += 1
      opening = matches[first] ?? match
    }
    if (counts.size <= bestCount) continue
    bestCount = counts.size
    best = { start: opening.start, end: match.end }
  }
  return best
}

/** A cut between two words, at most CUT_REACH characters from `position` in `direction`. */
function blankNear(text: string, position: number, direction: 1 | -1): number {
  if (position <= 0) return 0
  for (let step = 0; step < CUT_REACH; step += 1) {
    const at = position + step * direction
    if (/\s/.test(text.charAt(at))) return direction === 1 ? at + 1 : at
  }
  const isInsidePair = /[\uDC00-\uDFFF]/.test(text.charAt(position))
  return isInsidePair ? position - 1 : position
}

function parts(text: string, from: number, to: number, matches: Match[]): SnippetPart[] {
  const shown: SnippetPart[] = []
  const show = (start: number, end: number, match: boolean) => {
    if (end > start) shown.push({ text: onOneLine(text.slice(start, end)), match })
  }
  let position = from
  for (const match of matches) {
    if (match.start < position || match.end > to) continue
    show(position, match.start, false)
    show(match.start, match.end, true)
    position = match.end
  }
  show(position, to, false)
  return shown
}
