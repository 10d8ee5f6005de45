import type { Node } from '@tiptap/pm/model'
import { sameSegments } from '../../src-shared/text/segments.ts'
import { segmentsToTree } from '../../src-shared/text/segments-to-tree.ts'
import { treeToDocument } from './blocks-to-nodes.ts'
import { documentSegments } from './document-segments.ts'
import { documentEdits, type FlatEdit, flatEdits } from './flat-edits.ts'
import { flatItems, itemSegments } from './flat-items.ts'
import { placeOfPosition, storedSize } from './flat-position.ts'
import {
  changeOwn,
  deleteForeign,
  deleteOwn,
  forgetBursts,
  insertForeign,
  insertOwn,
  joinPieces,
  type Piece,
  shownPiece,
  touches,
} from './history-pieces.ts'
import { replayBurst } from './history-replay.ts'

/** What one person did to a page since it was opened, in bursts. A history never changes: each edit gives another one. */
export interface OwnHistory {
  readonly pieces: readonly Piece[]
  /** Bursts have numbers: up to `oldest` they are forgotten, up to `done` they can be taken back, up to `last` done again. */
  readonly oldest: number
  readonly done: number
  readonly last: number
  /** When the last burst was added to; undefined once it is closed. */
  readonly time: number | undefined
}

export interface OwnEdit {
  readonly time: number
  /** Position up to which it changed nothing. */
  readonly from: number
  /** Whether it belongs to the burst before it; undefined when time and place are to tell. */
  readonly joins: boolean | undefined
}

export interface Step {
  readonly history: OwnHistory
  readonly document: Node
  readonly caret: number | undefined
}

const DEPTH = 500

export function emptyHistory(document: Node): OwnHistory {
  return { pieces: [shownPiece(storedSize(document))], oldest: 0, done: 0, last: 0, time: undefined }
}

export function recordOwn(history: OwnHistory, before: Node, after: Node, edit: OwnEdit, delay: number): OwnHistory {
  const edits = documentEdits(before, after, { unchangedBefore: placeOfPosition(before, edit.from) })
  const isOpen = history.time !== undefined
  const isSoon = history.time !== undefined && edit.time - history.time < delay
  const isBeside = () => edits.some((one) => touches([...history.pieces], one.at, lengthOf(one), history.done))
  const joins = isOpen && (edit.joins ?? (isSoon && isBeside()))
  const done = joins ? history.done : history.done + 1
  const oldest = Math.max(history.oldest, done - DEPTH)
  const pieces = forgetBursts(history.pieces, (burst) => burst > history.done || burst <= oldest)
  for (const one of edits) {
    if (one.kind === 'change') changeOwn(pieces, one.at, one.at + one.length, done, one.change)
    else {
      deleteOwn(pieces, one.at, one.deleted, done)
      insertOwn(pieces, one.at, one.inserted.length, done)
    }
  }
  return { pieces: joinPieces(pieces), oldest, done, last: done, time: edit.time }
}

export function recordForeign(history: OwnHistory, before: Node, after: Node): OwnHistory {
  return foreign(history, documentEdits(before, after, { smallestGap: 1 }))
}

function foreign(history: OwnHistory, edits: readonly FlatEdit[]): OwnHistory {
  const pieces = [...history.pieces]
  for (const edit of edits) {
    if (edit.kind === 'change') continue
    deleteForeign(pieces, edit.at, edit.at + edit.deleted.length)
    insertForeign(pieces, edit.at, edit.inserted)
  }
  return { ...history, pieces: joinPieces(pieces) }
}

function lengthOf(edit: FlatEdit): number {
  return edit.kind === 'change' ? edit.length : edit.deleted.length
}

/** The last burst taken back, or the next one done again; one of which nothing is left is passed over. */
export function step(history: OwnHistory, document: Node, direction: 'back' | 'again'): Step | undefined {
  const shown = flatItems(documentSegments(document))
  let [pieces, done] = [history.pieces, history.done]
  while (direction === 'back' ? done > history.oldest : done < history.last) {
    const burst = direction === 'back' ? done : done + 1
    const replayed = replayBurst(pieces, shown, burst, direction)
    pieces = joinPieces(replayed.pieces)
    done = direction === 'back' ? done - 1 : burst
    const segments = itemSegments(replayed.items)
    if (sameSegments(segments, documentSegments(document))) continue
    const wanted = treeToDocument(document.type.schema, segmentsToTree(segments))
    // Others may have left something that no page can show as it is: what was repaired is nobody's to take back.
    const repairs = flatEdits(segments, documentSegments(wanted), { smallestGap: 1 })
    const moved = foreign({ ...history, pieces, done, time: undefined }, repairs)
    return { document: wanted, history: moved, caret: replayed.caret }
  }
  return undefined
}
