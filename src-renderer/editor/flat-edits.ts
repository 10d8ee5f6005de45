import type { Node } from '@tiptap/pm/model'
import { marksByPlace } from '../../src-shared/text/mark-diff.ts'
import { type ChangedRange, diffSegments } from '../../src-shared/text/segment-diff.ts'
import type { Segment } from '../../src-shared/text/segments.ts'
import type { Marks } from '../../src-shared/text/tree.ts'
import { documentDifference } from './document-difference.ts'
import { type FlatItem, flatItems, type ValueChange, valueChange } from './flat-items.ts'

/** What became of some places of a text; `at` is a place of the text before any of them. */
export type FlatEdit =
  | { readonly kind: 'replace'; readonly at: number; readonly deleted: FlatItem[]; readonly inserted: FlatItem[] }
  | { readonly kind: 'change'; readonly at: number; readonly length: number; readonly change: ValueChange }

/** What an editor needs to know to read an edit as it was made. */
export interface Reading {
  /** Place up to which nothing changed. */
  readonly unchangedBefore?: number | undefined
  /** So many untouched characters keep two changes of one word apart. */
  readonly smallestGap?: number | undefined
}

/** The edits between two documents, last first: made in that order, their places hold. */
export function documentEdits(before: Node, after: Node, { unchangedBefore, smallestGap }: Reading): FlatEdit[] {
  const { at, ...difference } = documentDifference(before, after)
  const known = unchangedBefore === undefined ? {} : { unchangedBefore: unchangedBefore - at }
  const edits = flatEdits(difference.before, difference.after, { ...known, smallestGap })
  return edits.map((edit) => ({ ...edit, at: edit.at + at }))
}

export function flatEdits(before: readonly Segment[], after: readonly Segment[], reading: Reading): FlatEdit[] {
  const ranges = diffSegments(before, after, reading.unchangedBefore, reading.smallestGap)
  return ranges.flatMap(rangeEdits).reverse()
}

function rangeEdits(range: ChangedRange): FlatEdit[] {
  const marks = { before: marksByPlace(range.before), after: marksByPlace(range.after) }
  const edits: FlatEdit[] = []
  let [left, right] = [0, 0]
  const keepUpTo = (end: number) => {
    edits.push(
      ...markChanges(
        marks.before.slice(left, end),
        marks.after.slice(right, right + end - left),
        range.beforeAt + left,
      ),
    )
    right += end - left
    left = end
  }
  for (const edit of range.edits) {
    keepUpTo(edit.at - range.beforeAt)
    if (edit.kind === 'marker') {
      const change = valueChange(edit.before, edit.after)
      if (change) edits.push({ kind: 'change', at: edit.at, length: 1, change })
      continue
    }
    const grown = edit.inserted.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 1), 0)
    edits.push({
      kind: 'replace',
      at: edit.at,
      deleted: flatItems(range.before, left, left + edit.deleted),
      inserted: flatItems(range.after, right, right + grown),
    })
    left += edit.deleted
    right += grown
  }
  keepUpTo(marks.before.length)
  return edits
}

/** Consecutive letters that lost and got the same marks are one edit. */
function markChanges(
  before: readonly (Marks | undefined)[],
  after: readonly (Marks | undefined)[],
  at: number,
): FlatEdit[] {
  const edits: FlatEdit[] = []
  let from = 0
  for (let index = 1; index <= before.length; index++) {
    const goesOn = before[index] === before[from] && after[index] === after[from]
    if (goesOn && index < before.length) continue
    const [old, wanted] = [before[from], after[from]]
    const change = old && wanted && valueChange(old, wanted)
    if (change) edits.push({ kind: 'change', at: at + from, length: index - from, change })
    from = index
  }
  return edits
}
