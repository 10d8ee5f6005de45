import { BUCKET_SIZE } from './posting-list.ts'

/*
 * Keys of the lists: a term, then which bucket of documents. Terms are letters and digits, so a term's lists stand
 * together, and just before those of the terms that it begins.
 */

const AFTER_TERM = '\0'
/** Greater than every letter. */
const AFTER_ALL = '\u{10FFFF}'
/** Opens the lists of short prefixes: no term begins with it. */
const PREFIX_MARK = '\x01'

/**
 * Prefixes up to this length have lists of their own. "d" begins ten thousand terms: reading them all at each letter
 * typed would be felt; longer prefixes begin few enough to be read through.
 */
export const STORED_PREFIX_LENGTH = 2

/** `salon` → `s`, `sa`, marked. */
export function storedPrefixes(term: string): string[] {
  const prefixes: string[] = []
  for (let length = 1; length <= Math.min(STORED_PREFIX_LENGTH, term.length); length += 1) {
    prefixes.push(PREFIX_MARK + term.slice(0, length))
  }
  return prefixes
}

export function listKey(term: string, document: number): string {
  return `${term}${AFTER_TERM}${String.fromCharCode(0x21 + Math.floor(document / BUCKET_SIZE))}`
}

/** First document number of the list's bucket. */
export function bucketStart(key: string): number {
  return (key.charCodeAt(key.length - 1) - 0x21) * BUCKET_SIZE
}

export function termOf(key: string): string {
  return key.slice(0, key.indexOf(AFTER_TERM))
}

export function termRange(term: string): { gte: string; lt: string } {
  return { gte: term + AFTER_TERM, lt: `${term}\x01` }
}

/** The lists of every term that begins with `prefix`. */
export function prefixRange(prefix: string): { gte: string; lt: string } {
  if (prefix.length <= STORED_PREFIX_LENGTH) return termRange(PREFIX_MARK + prefix)
  return { gte: prefix + AFTER_TERM, lt: prefix + AFTER_ALL }
}
