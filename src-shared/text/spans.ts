import type * as A from '@automerge/automerge/slim'
import { spansToSegments } from './segments.ts'
import { segmentsToTree } from './segments-to-tree.ts'
import type { Tree } from './tree.ts'

/** Reads a stored rich text (`A.spans(doc, path)`). Total: whatever peers produced, a well-formed tree comes out. */
export function spansToTree(spans: readonly A.Span[]): Tree {
  return segmentsToTree(spansToSegments(spans))
}
