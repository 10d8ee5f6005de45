import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'

/**
 * Applies what Automerge accepts: one change that it refuses must not cost the others. `document` is used up.
 *
 * A change that is well formed and makes no sense (a letter behind one that does not exist) makes Automerge panic
 * halfway, and the document is then good for nothing. A copy costs little, and is what is left.
 */
export function applySafely(document: A.Doc<Fields>, changes: Uint8Array[]): A.Doc<Fields> {
  const whole = applyOrUndo(document, changes)
  if (whole.isApplied) return whole.document
  return changes.reduce((current, change) => applyOrUndo(current, [change]).document, whole.document)
}

function applyOrUndo(document: A.Doc<Fields>, changes: Uint8Array[]) {
  const copy = A.clone(document, A.getActorId(document))
  try {
    const [applied] = A.applyChanges(document, changes)
    A.free(copy)
    return { document: applied, isApplied: true }
  } catch {
    return { document: copy, isApplied: false }
  }
}
