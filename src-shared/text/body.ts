import * as A from '@automerge/automerge/slim'
import { diffMarks, marksByPlace } from './mark-diff.ts'
import { diffSegments } from './segment-diff.ts'
import { type Segment, sameSegment, segmentLength, spansToSegments } from './segments.ts'
import { applyEdits, applyMarks, insertMarker } from './stored-text.ts'
import type { Tree } from './tree.ts'
import { treeToSegments } from './tree-to-segments.ts'

/** Fills the empty string at `path` with a rich text. Inside a change: `A.change(doc, d => writeBody(d, ['body'], tree))`. */
export function writeBody(doc: A.Doc<unknown>, path: A.Prop[], tree: Tree): void {
  const segments = treeToSegments(tree)
  A.splice(doc, path, 0, 0, segments.map((segment) => segment.text).join(''))
  let place = 0
  for (const segment of segments) {
    if (segment.marker) insertMarker(doc, path, place, segment.marker)
    place += segmentLength(segment)
  }
  const wanted = marksByPlace(segments)
  applyMarks(
    doc,
    path,
    diffMarks(
      wanted.map((marks) => marks && {}),
      wanted,
      0,
    ),
  )
}

/** Turns a stored rich text into another, touching only what differs, so that what others write meanwhile survives. Inside a change. */
export function replaceBody(doc: A.Doc<unknown>, path: A.Prop[], tree: Tree): void {
  const before = spansToSegments(A.spans(doc, path))
  const after = treeToSegments(tree)
  applyEdits(
    doc,
    path,
    diffSegments(before, after).flatMap((range) => range.edits),
  )
  correctMarks(doc, path, after)
}

/** Marks as they are once the characters are right: inserted ones may have inherited what their neighbours carry. */
function correctMarks(doc: A.Doc<unknown>, path: A.Prop[], wanted: readonly Segment[]): void {
  const actual = spansToSegments(A.spans(doc, path))
  let place = 0
  wanted.forEach((segment, index) => {
    const stored = actual[index]
    if (stored && !sameSegment(stored, segment)) {
      applyMarks(doc, path, diffMarks(marksByPlace([stored]), marksByPlace([segment]), place))
    }
    place += segmentLength(segment)
  })
}
