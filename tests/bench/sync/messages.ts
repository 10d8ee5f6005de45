import { chance } from '../../support/random.ts'

/** What the bench asks of the two processes that it measures. */
export type Order =
  | { order: 'fill'; pages: number }
  | { order: 'meet'; link?: string; pages: number; documents?: string[] }
  | { order: 'edit'; page: number }
  | { order: 'listen' }
  | { order: 'leave' }
  | { order: 'end' }

/** The answer to each. Times are milliseconds; `at` is milliseconds since 1970, with fractions. */
export interface Report {
  /** What was asked, or `arrived`: a change that a listener heard of. */
  order: Order['order'] | 'arrived'
  figures: Record<string, number>
  link?: string
  /** The urls of a stock peer's documents. */
  documents?: string[]
  at?: number
}

/** One clock for two processes of one machine. */
export function moment(): number {
  return performance.timeOrigin + performance.now()
}

/** Words as often as prose has them, so that text deflates about as prose does: to a third. */
const VOCABULARY = 4_000

/** A page of 4 kB, the same for both contenders. */
export function pageText(index: number): string {
  const luck = chance(index)
  const words: string[] = []
  for (let length = 0; length < 4_000; length += (words.at(-1)?.length ?? 0) + 1) {
    words.push(word(Math.floor(VOCABULARY ** luck.next())))
  }
  return words.join(' ').slice(0, 4_000)
}

function word(rank: number): string {
  const luck = chance(rank)
  return Array.from({ length: 1 + luck.below(4) }, () => luck.pick(SYLLABLES)).join('')
}

const SYLLABLES = 'a e i o la le re te de pe ne me se ti on an en eur tion ment cha pou tra bri vé què lou fi'.split(
  ' ',
)

export function memory(): number {
  return Math.round(process.memoryUsage().rss / 1e6)
}
