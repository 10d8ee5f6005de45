import { BUCKET_SIZE, readPostings } from './posting-list.ts'

/** A document, and the points that it has for what was asked. */
export interface Scored {
  number: number
  score: number
}

/**
 * Points of the documents found so far, a byte each, by bucket: a short beginning is in every document of ten thousand,
 * and a hundred thousand postings are read for it.
 */
export class Scores {
  private readonly buckets = new Map<number, Uint8Array>()

  /** Each document of the list has at least the weight of its field. */
  add(bucketStart: number, list: string, weights: readonly number[]): void {
    const scores = this.buckets.get(bucketStart) ?? new Uint8Array(BUCKET_SIZE)
    this.buckets.set(bucketStart, scores)
    readPostings(list, (place, field) => {
      const weight = weights[field] ?? 0
      if (weight > (scores[place] ?? 0)) scores[place] = weight
    })
  }

  /** Leaves the documents that both have, with the points of both. False when there is none. */
  keepCommon(others: Scores): boolean {
    let common = false
    for (const [start, scores] of this.buckets) {
      const added = others.buckets.get(start)
      if (added === undefined) {
        this.buckets.delete(start)
        continue
      }
      for (let place = 0; place < scores.length; place += 1) {
        const one = scores[place] ?? 0
        const other = added[place] ?? 0
        const both = one > 0 && other > 0 ? one + other : 0
        scores[place] = both
        common ||= both > 0
      }
    }
    return common
  }

  /** Document numbers with their points; equals in the order of their numbers. Points are dealt into piles rather than sorted. */
  bestFirst(): Scored[] {
    const piles: Scored[][] = []
    for (const [start, scores] of [...this.buckets].sort(([one], [other]) => one - other)) {
      for (let place = 0; place < scores.length; place += 1) {
        const score = scores[place] ?? 0
        if (score === 0) continue
        const pile = piles[score] ?? []
        piles[score] = pile
        pile.push({ number: start + place, score })
      }
    }
    return piles.reverse().flat()
  }
}
