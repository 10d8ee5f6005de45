/** A repeatable source of chance (mulberry32): the same seed tells the same story. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** An integer in [0, below). */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: <T>(list: readonly T[]): T => {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
  }
}

/** Seeds that failed once, by name, then fresh ones: as many as MAILLAGE_SEEDS says. */
export function seedsToRun(pinned: readonly number[], fresh: number): number[] {
  const wanted = Number(process.env.MAILLAGE_SEEDS ?? fresh)
  const start = Date.now() % 1_000_000_000
  return [...pinned, ...Array.from({ length: wanted }, (_, index) => start + index)]
}
