import { isDeepStrictEqual } from 'node:util'
import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { readChangeLinks } from './change-header.ts'

/**
 * Applies what Automerge accepts: one change that it refuses must not cost the others. `document` is used up.
 *
 * A change that is well formed and makes no sense (a letter behind one that does not exist) makes Automerge panic
 * halfway, and the document is then good for nothing. Another (a field that follows upon one of another name) is
 * applied, and the document can be neither saved nor asked for its changes. A copy costs little, and is what is left.
 */
export function applySafely(document: A.Doc<Fields>, changes: Uint8Array[]): A.Doc<Fields> {
  const whole = applyOrUndo(document, changes)
  if (whole.isApplied || changes.length === 1) return whole.document
  return changes.reduce((current, change) => applyOrUndo(current, [change]).document, whole.document)
}

function applyOrUndo(document: A.Doc<Fields>, changes: Uint8Array[]) {
  const copy = A.clone(document, A.getActorId(document))
  try {
    const heads = A.getHeads(document)
    const [applied] = A.applyChanges(document, changes)
    if (!isFaithful(applied, heads)) return { document: copy, isApplied: false }
    A.free(copy)
    return { document: applied, isApplied: true }
  } catch {
    return { document: copy, isApplied: false }
  }
}

/** Automerge gives back what came since `heads`, to the byte: each change is a head, or another builds upon it. */
function isFaithful(document: A.Doc<Fields>, heads: A.Heads): boolean {
  const now = A.getHeads(document)
  if (isDeepStrictEqual(now, heads)) return true
  const links = A.getChangesSince(document, heads).map(readChangeLinks)
  const expected = new Set([...now, ...links.flatMap(({ dependencies }) => dependencies)])
  return links.every(({ hash }) => expected.has(hash))
}
