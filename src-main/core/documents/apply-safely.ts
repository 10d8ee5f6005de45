import { isDeepStrictEqual } from 'node:util'
import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { ACTION, type ChangeOperations, MARK, MARK_NAME, readRuns } from './change-columns.ts'
import { readChangeHeader } from './change-header.ts'
import { checkNumbers, type LeftOut } from './misnumbered.ts'
import { mistakenKeys } from './mistaken-keys.ts'
import { tooDeep } from './nesting.ts'
import { sortReady } from './ready-changes.ts'

/*
 * Automerge is given only what was weighed, and still some of it does harm. A change that is well formed and makes no
 * sense (a letter behind one that does not exist) makes it panic halfway, and the document is then good for nothing.
 * Another (a field that follows upon one of another name) is applied, and the document can be neither saved nor asked
 * for its changes. A third (an element of a map) hides what others write there later. One change that is refused must
 * not cost the others.
 */

export interface Applied {
  document: A.Doc<Fields>
  /** Changes to be given again with what comes: something that they build upon is still to come. */
  waiting: Uint8Array[]
  /** Changes that would nest too deep, and were not applied. */
  deep: Set<Uint8Array>
  /** Of the document with what was applied. */
  leftOut: LeftOut
}

/** Applies what Automerge accepts. `document` is used up: a copy is what is left when a change is refused. */
export function applySafely(document: A.Doc<Fields>, changes: Uint8Array[], leftOut: LeftOut = {}): Applied {
  const { ready, ...admitted } = admit(document, changes, leftOut)
  return { document: applyEach(document, ready), ...admitted }
}

/** The same for a document that can be made once more, and so needs no copy: `base` gives it without the changes. */
export function buildSafely(base: () => A.Doc<Fields>, changes: Uint8Array[], leftOut: LeftOut = {}): Applied {
  const begun = base()
  const { ready, ...admitted } = admit(begun, changes, leftOut)
  return { document: apply(begun, ready) ?? applyEach(base(), ready), ...admitted }
}

/** What would wait within Automerge could not be measured any more once it is applied: it waits outside. */
function admit(document: A.Doc<Fields>, changes: Uint8Array[], before: LeftOut) {
  const sorted = sortReady(document, changes)
  const deep = tooDeep(document, sorted.ready)
  // Those that go too deep are given up at their first such object, and may have a hundred thousand.
  const shallow = sorted.ready.filter((change) => !deep.has(change))
  const { misnumbered, leftOut } = checkNumbers(document, sorted.ready, before)
  const senseless = new Set([...mistakenKeys(document, shallow), ...misnumbered])
  if (deep.size + senseless.size === 0) return { ...sorted, deep, leftOut }
  // What builds upon them waits for good.
  const others = changes.filter((change) => !deep.has(change) && !senseless.has(change))
  return { ...sortReady(document, others), deep, leftOut }
}

function applyEach(document: A.Doc<Fields>, changes: Uint8Array[]): A.Doc<Fields> {
  const whole = applyOrUndo(document, changes)
  if (whole.isApplied || changes.length === 1) return whole.document
  // A copy for each of thousands would take minutes: by halves, one that is refused costs a few.
  const middle = changes.length >> 1
  return [changes.slice(0, middle), changes.slice(middle)].reduce(applyEach, whole.document)
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

/**
 * Automerge gives back what came since `heads`, to the byte: each change is a head, or another builds upon it. And what
 * it saves it loads again, which it does not where a mark ends in front of its beginning.
 */
function isFaithful(document: A.Doc<Fields>, heads: A.Heads): boolean {
  const now = A.getHeads(document)
  if (isDeepStrictEqual(now, heads)) return true
  const headers = A.getChangesSince(document, heads).map((change) => readChangeHeader(change))
  const expected = new Set([...now, ...headers.flatMap(({ dependencies }) => dependencies)])
  const isWhole = headers.every(({ hash }) => expected.has(hash))
  // Marks alone are looked at when a document is loaded and not when they come.
  const hasMarks = headers.some(({ operations }) => marks(operations))
  return isWhole && (!hasMarks || saveLoadable(document) !== undefined)
}

/** The end of a mark has no name. */
function marks({ columns }: ChangeOperations): boolean {
  if (columns.has(MARK_NAME)) return true
  for (const { value } of readRuns(columns.get(ACTION), (column) => column.number())) if (value === MARK) return true
  return false
}

/** What Automerge saves of a document, if it loads that again. */
export function saveLoadable(document: A.Doc<Fields>): Uint8Array | undefined {
  try {
    const saved = A.save(document)
    A.free(A.load(saved))
    return saved
  } catch {
    return undefined
  }
}
