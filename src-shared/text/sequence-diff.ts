/** Where two sequences differ: `a[aFrom, aTo)` has become `b[bFrom, bTo)`. */
export interface Hunk {
  readonly aFrom: number
  readonly aTo: number
  readonly bFrom: number
  readonly bTo: number
}

/** Insertions and deletions that we look for before calling two sequences simply different: bounds time and memory. */
const MAX_EDITS = 800

/**
 * The differences between two sequences of symbols, in order, as few as possible.
 * `keepBefore` is a place up to which nothing changed: it tells which of two equal letters was typed
 * (`aa` -> `aaa` with the caret at 1 is an insertion at 1).
 */
export function diffSequences(
  a: readonly number[],
  b: readonly number[],
  keepBefore = Number.POSITIVE_INFINITY,
): Hunk[] {
  const shorter = Math.min(a.length, b.length)
  let prefix = 0
  while (prefix < Math.min(shorter, keepBefore) && a[prefix] === b[prefix]) prefix++
  let suffix = 0
  while (suffix < shorter - prefix && a[a.length - 1 - suffix] === b[b.length - 1 - suffix]) suffix++
  // The hint was wrong when both sides are left with something: then the longest prefix explains more.
  if (prefix < a.length - suffix && prefix < b.length - suffix) {
    while (prefix < shorter - suffix && a[prefix] === b[prefix]) prefix++
  }
  const aMiddle = a.slice(prefix, a.length - suffix)
  const bMiddle = b.slice(prefix, b.length - suffix)
  return middleHunks(aMiddle, bMiddle).map((hunk) => ({
    aFrom: hunk.aFrom + prefix,
    aTo: hunk.aTo + prefix,
    bFrom: hunk.bFrom + prefix,
    bTo: hunk.bTo + prefix,
  }))
}

function middleHunks(a: readonly number[], b: readonly number[]): Hunk[] {
  if (a.length === 0 && b.length === 0) return []
  const whole = { aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }
  if (a.length === 0 || b.length === 0) return [whole]
  return shortestScript(a, b) ?? [whole]
}

/** Myers' greedy algorithm; undefined past MAX_EDITS. */
function shortestScript(a: readonly number[], b: readonly number[]): Hunk[] | undefined {
  const limit = Math.min(a.length + b.length, MAX_EDITS)
  const furthest = new Int32Array(2 * limit + 3)
  const center = limit + 1
  const history: Int32Array[] = []
  for (let edits = 0; edits <= limit; edits++) {
    history.push(furthest.slice(center - edits - 1, center + edits + 2))
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOf(furthest, center, diagonal, edits)
      let y = x - diagonal
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++
        y++
      }
      furthest[center + diagonal] = x
      if (x >= a.length && y >= b.length) return walkBack(history, a.length, b.length)
    }
  }
  return undefined
}

function startOf(furthest: Int32Array, center: number, diagonal: number, edits: number): number {
  const above = furthest[center + diagonal + 1] ?? 0
  const left = furthest[center + diagonal - 1] ?? 0
  return diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1
}

function walkBack(history: readonly Int32Array[], aLength: number, bLength: number): Hunk[] {
  const hunks: Hunk[] = []
  let x = aLength
  let y = bLength
  for (let edits = history.length - 1; edits > 0; edits--) {
    const furthest = history[edits]
    if (!furthest) break
    const center = edits + 1
    const diagonal = x - y
    const above = furthest[center + diagonal + 1] ?? 0
    const left = furthest[center + diagonal - 1] ?? 0
    const down = diagonal === -edits || (diagonal !== edits && left < above)
    const fromX = down ? above : left
    const fromY = fromX - (down ? diagonal + 1 : diagonal - 1)
    addEdit(hunks, { aFrom: fromX, aTo: down ? fromX : fromX + 1, bFrom: fromY, bTo: down ? fromY + 1 : fromY })
    x = fromX
    y = fromY
  }
  return hunks.reverse()
}

/** Edits come last first; the ones that touch are one hunk. */
function addEdit(hunks: Hunk[], edit: Hunk): void {
  const next = hunks.at(-1)
  if (next && next.aFrom === edit.aTo && next.bFrom === edit.bTo) {
    hunks[hunks.length - 1] = { ...next, aFrom: edit.aFrom, bFrom: edit.bFrom }
  } else {
    hunks.push(edit)
  }
}
