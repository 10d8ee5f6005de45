/** What the bench asks of the two processes that it measures. */
export type Order =
  | { order: 'fill'; pages: number }
  | { order: 'meet'; link?: string; pages: number; documents?: string[] }
  | { order: 'edit'; edits: number }
  | { order: 'listen'; edits: number }
  | { order: 'leave' }
  | { order: 'end' }

/** The answer to each. Times are milliseconds; `at` is milliseconds since 1970, with fractions. */
export interface Report {
  order: Order['order']
  figures: Record<string, number>
  link?: string
  /** The urls of a stock peer's documents. */
  documents?: string[]
  moments?: [string, number][]
}

/** One clock for two processes of one machine. */
export function moment(): number {
  return performance.timeOrigin + performance.now()
}

/** A page of about 4 kB, the same for both contenders. */
export function pageText(index: number): string {
  const sentence = 'Avant de commencer, on vérifie la ventilation et on prévient la personne qui accueille. '
  return `Page ${index}. ${sentence.repeat(46)}`.slice(0, 4_000)
}

export function memory(): number {
  return Math.round(process.memoryUsage().rss / 1e6)
}
