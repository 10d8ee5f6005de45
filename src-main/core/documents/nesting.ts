import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { readChangeHeader } from './change-header.ts'
import { readMadeObjects } from './made-objects.ts'

/** Objects within objects. The deepest of ours, what a block of a body says of itself, is the third. */
export const MAX_NESTING = 32

const ROOT = '_root'

/**
 * Those of `changes` that would nest objects in `document` past the budget. Ten kilobytes of maps within maps keep
 * Automerge busy for minutes, since it tells of each by the whole way to it; and what walks through them overflows.
 *
 * How deep an object stands follows from what its change builds upon, all of which must be in the document or among
 * the changes: so that all who have it decide alike.
 */
export function tooDeep(document: A.Doc<Fields>, changes: Uint8Array[]): Set<Uint8Array> {
  const levels = new Map<string, number>([[ROOT, 0]])
  const deep = new Set<Uint8Array>()
  // Numbers go on from what a change builds upon: what an object stands in comes before it.
  const inOrder = changes
    .map((change) => ({ change, header: readChangeHeader(change) }))
    .toSorted((one, other) => one.header.operations.first - other.header.operations.first)
  for (const { change, header } of inOrder) {
    for (const { id, parent } of readMadeObjects(header)) {
      const level = 1 + (levels.get(parent) ?? levelIn(document, parent))
      levels.set(id, level)
      if (level <= MAX_NESTING) continue
      deep.add(change)
      break
    }
  }
  return deep
}

/** 1 for what stands in the document itself. What stands in nothing that there is, by bytes that lie, has no end. */
function levelIn(document: A.Doc<Fields>, object: string): number {
  try {
    return A.getBackend(document).objInfo(object).path?.length ?? Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
