import * as A from '@automerge/automerge'
import { diffMarks, marksByPlace } from '../../src-shared/text/mark-diff.ts'
import { type ChangedRange, diffSegments, type Edit } from '../../src-shared/text/segment-diff.ts'
import { type Segment, segmentLength, spansToSegments } from '../../src-shared/text/segments.ts'
import { applyEdits, applyMarks, type MarkEdit } from '../../src-shared/text/stored-text.ts'
import { type Marks, noMarks } from '../../src-shared/text/tree.ts'
import type { BodySource } from './body-source.ts'
import { insertedMarks } from './inserted-marks.ts'

/** What a local edit turned into what, and where in the stored text. */
export interface LocalEdit {
  /** Heads of the document that the person was looking at. */
  readonly heads: A.Heads
  /** Place of the first segment of `before`. */
  readonly at: number
  readonly before: readonly Segment[]
  readonly after: readonly Segment[]
  /** Place up to which nothing changed, when the editor knows. */
  readonly unchangedBefore: number
  /** Length of the whole stored text before the edit. */
  readonly length: number
}

/**
 * Writes a local edit: characters and markers in one change, then, when some character did not get the marks that the screen shows,
 * marks in a second one. Gives the heads of the document that the person now looks at.
 */
export function writeLocalEdit(source: BodySource, path: A.Prop[], edit: LocalEdit): A.Heads {
  const ranges = diffSegments(edit.before, edit.after, edit.unchangedBefore - edit.at).map((range) =>
    shiftRange(range, edit.at),
  )
  const edits = ranges.flatMap((range) => range.edits)
  let heads = edit.heads
  let inserted: ReadonlyMap<number, Marks> = new Map()
  if (edits.length > 0) {
    heads = changeAt(source, heads, (doc) => applyEdits(doc, path, edits))
    inserted = marksOfInserted(source, path, edit, heads)
  }
  const marks = markEdits(ranges, inserted)
  if (marks.length > 0) heads = changeAt(source, heads, (doc) => applyMarks(doc, path, marks))
  return heads
}

/** At the tip with `change`, which is cheap; behind it (remote changes wait for their turn) with `changeAt`. */
function changeAt(source: BodySource, heads: A.Heads, edit: (doc: A.Doc<unknown>) => void): A.Heads {
  if (sameHeads(heads, A.getHeads(source.doc()))) {
    source.change(edit)
    return A.getHeads(source.doc())
  }
  return source.changeAt(heads, edit) ?? heads
}

export function sameHeads(left: A.Heads, right: A.Heads): boolean {
  return left.length === right.length && left.every((head) => right.includes(head))
}

function marksOfInserted(
  source: BodySource,
  path: A.Prop[],
  edit: LocalEdit,
  heads: A.Heads,
): ReadonlyMap<number, Marks> {
  const grown = total(edit.after) - total(edit.before)
  const patches = A.diff(source.doc(), edit.heads, heads)
  const known = insertedMarks(edit.length, edit.length + grown, patches, path)
  if (known) return known
  const spans = A.getBackend(source.doc()).spans(`/${path.join('/')}`, heads)
  return new Map(marksByPlace(spansToSegments(spans)).map((marks, place) => [place, marks ?? noMarks]))
}

function total(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segmentLength(segment), 0)
}

function markEdits(ranges: readonly ChangedRange[], inserted: ReadonlyMap<number, Marks>): MarkEdit[] {
  let shift = 0
  return ranges.flatMap((range) => {
    const at = range.beforeAt + shift
    const kept = marksByPlace(range.before)
    const actual = moveMarks(kept, range).map((marks, index) => inserted.get(at + index) ?? marks)
    shift += total(range.after) - kept.length
    return diffMarks(actual, marksByPlace(range.after), at)
  })
}

/** Carries the marks of each place over the edits; inserted places get none, for the moment. */
function moveMarks(marks: readonly (Marks | undefined)[], range: ChangedRange): (Marks | undefined)[] {
  const moved: (Marks | undefined)[] = []
  let from = 0
  for (const edit of range.edits) {
    const at = edit.at - range.beforeAt
    moved.push(...marks.slice(from, at))
    from = at
    if (edit.kind === 'marker') continue
    from += edit.deleted
    for (const piece of edit.inserted) {
      const length = typeof piece === 'string' ? piece.length : 1
      for (let index = 0; index < length; index++) moved.push(noMarks)
    }
  }
  return [...moved, ...marks.slice(from)]
}

function shiftRange(range: ChangedRange, by: number): ChangedRange {
  const edits = range.edits.map((edit): Edit => ({ ...edit, at: edit.at + by }))
  return { ...range, beforeAt: range.beforeAt + by, edits }
}
