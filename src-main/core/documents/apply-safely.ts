import { isDeepStrictEqual } from 'node:util'
import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { readChangeLinks } from './change-header.ts'

/*
 * Automerge is given only what was weighed, and still some of it does harm. A change that is well formed and makes no
 * sense (a letter behind one that does not exist) makes it panic halfway, and the document is then good for nothing.
 * Another (a field that follows upon one of another name) is applied, and the document can be neither saved nor asked
 * for its changes. One change that is refused must not cost the others.
 */

/** Applies what Automerge accepts. `document` is used up: a copy is what is left when a change is refused. */
export function applySafely(document: A.Doc<Fields>, changes: Uint8Array[]): A.Doc<Fields> {
  const whole = applyOrUndo(document, changes)
  if (whole.isApplied || changes.length === 1) return whole.document
  return changes.reduce((current, change) => applyOrUndo(current, [change]).document, whole.document)
}

/** The same for a document that can be made once more, and so needs no copy: `base` gives it without the changes. */
export function buildSafely(base: () => A.Doc<Fields>, changes: Uint8Array[]): A.Doc<Fields> {
  return apply(base(), changes) ?? applySafely(base(), changes)
}

function applyOrUndo(document: A.Doc<Fields>, changes: Uint8Array[]) {
  const copy = A.clone(document, A.getActorId(document))
  const applied = apply(document, changes)
  if (!applied) return { document: copy, isApplied: false }
  A.free(copy)
  return { document: applied, isApplied: true }
}

/** Undefined when Automerge refused one of them: what it has then is not to be used. */
function apply(document: A.Doc<Fields>, changes: Uint8Array[]): A.Doc<Fields> | undefined {
  try {
    const heads = A.getHeads(document)
    const [applied] = A.applyChanges(document, changes)
    return isFaithful(applied, heads) ? applied : undefined
  } catch {
    return undefined
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
