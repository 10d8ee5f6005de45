import { type FlatItem, joinChanges, sameChange, type ValueChange } from './flat-items.ts'

/*
 * A page as stretches of places that share one past. What this person wrote and took back, and what they deleted,
 * keeps its place between the others without being shown: whatever others do meanwhile, nothing has to be rebased.
 *
 *   own word, something foreign inside    [bon, 1] [salut, foreign] [jour, 1]
 *   after the undo of burst 1             (bon, 1) [salut, foreign] (jour, 1)
 */
export interface Piece {
  readonly length: number
  readonly shown: boolean
  /** Somebody else put it in since the page was opened. */
  readonly foreign: boolean
  /** The bursts that showed or hid it, in their order. */
  readonly toggles: readonly number[]
  readonly changes: ReadonlyMap<number, ValueChange>
  /** What comes back; known only of what is hidden. */
  readonly items: readonly FlatItem[]
}

export const noChanges: ReadonlyMap<number, ValueChange> = new Map()

export function shownPiece(length: number, past: Partial<Piece> = {}): Piece {
  return { length, shown: true, foreign: false, toggles: [], changes: noChanges, items: [], ...past }
}

/** Splits what stands at a place of the shown text; gives the index of the first piece behind it, hidden ones included. */
export function splitAt(pieces: Piece[], place: number): number {
  let from = 0
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]
    if (from === place || !piece) return index
    if (!piece.shown) continue
    if (place < from + piece.length) {
      const head = place - from
      pieces.splice(index, 1, { ...piece, length: head }, { ...piece, length: piece.length - head })
      return index + 1
    }
    from += piece.length
  }
  return pieces.length
}

/** The indexes of the pieces shown between two places. */
function shownBetween(pieces: Piece[], from: number, to: number): number[] {
  const start = splitAt(pieces, from)
  const end = splitAt(pieces, to)
  return pieces.flatMap((piece, index) => (index >= start && index < end && piece.shown ? [index] : []))
}

export function changeOwn(pieces: Piece[], from: number, to: number, burst: number, change: ValueChange): void {
  for (const index of shownBetween(pieces, from, to)) {
    const piece = pieces[index]
    if (!piece) continue
    const changes = new Map(piece.changes)
    const joined = joinChanges(changes.get(burst), change)
    if (joined) changes.set(burst, joined)
    else changes.delete(burst)
    pieces[index] = { ...piece, changes }
  }
}

/** `items` are those of the places from `at` on. What a burst wrote and deleted itself leaves nothing behind. */
export function deleteOwn(pieces: Piece[], at: number, items: readonly FlatItem[], burst: number): void {
  let from = 0
  const hidden = shownBetween(pieces, at, at + items.length).map((index) => {
    const piece = pieces[index] ?? shownPiece(0)
    const content = items.slice(from, from + piece.length)
    from += piece.length
    const written = piece.toggles.at(-1) === burst
    const toggles = written ? piece.toggles.slice(0, -1) : [...piece.toggles, burst]
    return { index, piece: { ...piece, shown: false, toggles, items: content } }
  })
  for (const { index, piece } of hidden.reverse()) {
    if (piece.toggles.length === 0) pieces.splice(index, 1)
    else pieces[index] = piece
  }
}

export function insertOwn(pieces: Piece[], at: number, length: number, burst: number): void {
  pieces.splice(splitAt(pieces, at), 0, shownPiece(length, { toggles: [burst] }))
}

/** What somebody else deleted is gone for good. */
export function deleteForeign(pieces: Piece[], from: number, to: number): void {
  for (const index of shownBetween(pieces, from, to).reverse()) pieces.splice(index, 1)
}

/** Letters put into a word that this person made bold were typed as bold: they lose it with the word. */
export function insertForeign(pieces: Piece[], at: number, items: readonly FlatItem[]): void {
  const index = splitAt(pieces, at)
  const [before, after] = [pieces[index - 1], pieces[index]]
  const inside = before?.shown && after?.shown && before.changes === after.changes
  const changes = inside && items.every((item) => carries(item, before.changes)) ? before.changes : noChanges
  pieces.splice(index, 0, shownPiece(items.length, { foreign: true, changes }))
}

function carries(item: FlatItem, changes: ReadonlyMap<number, ValueChange>): boolean {
  if ('marker' in item) return false
  return [...changes.values()].every((change) => [...change].every(([name, [, after]]) => item.marks[name] === after))
}

/** Whether something at a place, or beside it, was last touched by a burst. */
export function touches(pieces: Piece[], at: number, length: number, burst: number): boolean {
  const start = Math.max(0, splitAt(pieces, at) - 1)
  const end = splitAt(pieces, at + length)
  return pieces.slice(start, end + 1).some((piece) => piece.toggles.at(-1) === burst || piece.changes.has(burst))
}

/** Forgets the bursts that can no longer be taken back (or done again), and what only they could have shown. */
export function forgetBursts(pieces: readonly Piece[], isForgotten: (burst: number) => boolean): Piece[] {
  return pieces.flatMap((piece) => {
    const toggles = piece.toggles.filter((burst) => !isForgotten(burst))
    if (!piece.shown && toggles.length === 0) return []
    const changes = new Map([...piece.changes].filter(([burst]) => !isForgotten(burst)))
    return [{ ...piece, toggles, changes: changes.size > 0 ? changes : noChanges }]
  })
}

/** Neighbours with one past become one piece. */
export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece.length === 0) continue
    if (last && samePast(last, piece)) {
      joined[joined.length - 1] = {
        ...last,
        length: last.length + piece.length,
        items: last.shown ? [] : [...last.items, ...piece.items],
      }
    } else joined.push(piece)
  }
  return joined
}

function samePast(left: Piece, right: Piece): boolean {
  return (
    left.shown === right.shown &&
    left.foreign === right.foreign &&
    left.toggles.length === right.toggles.length &&
    left.toggles.every((burst, index) => burst === right.toggles[index]) &&
    (left.changes === right.changes ||
      (left.changes.size === right.changes.size &&
        [...left.changes].every(([burst, change]) => sameChange(change, right.changes.get(burst)))))
  )
}
