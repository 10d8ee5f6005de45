import { applyChange, type FlatItem } from './flat-items.ts'
import type { Piece } from './history-pieces.ts'

export interface Replayed {
  readonly pieces: Piece[]
  readonly items: FlatItem[]
  /** Place behind the last thing that came or went; undefined when only values changed. */
  readonly caret: number | undefined
}

interface Turned {
  readonly piece: Piece
  readonly items: readonly FlatItem[]
  /** It has just come or gone. */
  readonly turned: boolean
}

/** Takes a burst back, or does it again, on the items that are shown: only what this person wrote or deleted comes and goes. */
export function replayBurst(
  pieces: readonly Piece[],
  shown: readonly FlatItem[],
  burst: number,
  direction: 'back' | 'again',
): Replayed {
  let from = 0
  const turned = pieces.map((piece): Turned => {
    const items = piece.shown ? shown.slice(from, from + piece.length) : piece.items
    if (piece.shown) from += piece.length
    const change = piece.changes.get(burst)
    return {
      items: change ? items.map((item) => applyChange(item, change, direction)) : items,
      turned: piece.toggles.includes(burst),
      piece: piece.toggles.includes(burst) ? { ...piece, shown: !piece.shown } : piece,
    }
  })
  const next: Replayed & { caret: number | undefined } = { pieces: [], items: [], caret: undefined }
  for (const { piece, items, turned: comesOrGoes } of keepForeignBlocks(turned)) {
    next.pieces.push({ ...piece, items: piece.shown ? [] : items })
    if (piece.shown) for (const item of items) next.items.push(item)
    if (comesOrGoes) next.caret = next.items.length
  }
  return next
}

/** What stands in a block behind a place. */
type Rest = 'nothing' | 'foreign' | 'mixed'

/** A block does not go with its words when all it still holds is somebody else's: they keep a paragraph of their own. */
function keepForeignBlocks(list: readonly Turned[]): Turned[] {
  let rest: Rest = 'nothing'
  const kept: Turned[] = []
  for (const entry of [...list].reverse()) {
    const marker = entry.turned && rest === 'foreign' ? entry.items.findLastIndex((item) => 'marker' in item) : -1
    if (entry.piece.shown) rest = restBefore(entry, rest)
    if (entry.piece.shown || marker === -1) {
      kept.push(entry)
      continue
    }
    const part = (start: number, end: number): Turned => ({
      turned: true,
      items: entry.items.slice(start, end),
      piece: { ...entry.piece, length: end - start },
    })
    const block = part(marker, marker + 1)
    rest = 'nothing'
    kept.push(part(marker + 1, entry.items.length))
    kept.push({ ...block, piece: { ...block.piece, shown: true, foreign: true, toggles: [] } })
    kept.push(part(0, marker))
  }
  return kept.reverse()
}

function restBefore({ piece, items }: Turned, behind: Rest): Rest {
  let rest = behind
  for (const item of [...items].reverse()) {
    if ('marker' in item) rest = 'nothing'
    else rest = piece.foreign && rest !== 'mixed' ? 'foreign' : 'mixed'
  }
  return rest
}
