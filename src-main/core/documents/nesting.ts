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
  const made = changes.map((change) => readMadeObjects(readChangeHeader(change)))
  const parents = new Map(made.flat().map(({ id, parent }) => [id, parent]))
  const levels = new Map<string, number>([[ROOT, 0]])
  const deep = changes.filter((_, index) =>
    made[index]?.some(({ id }) => levelOf(document, id, parents, levels) > MAX_NESTING),
  )
  return new Set(deep)
}

/** 1 for what stands in the document itself. `levels` holds what is known, and is added to. */
function levelOf(
  document: A.Doc<Fields>,
  id: string,
  parents: ReadonlyMap<string, string>,
  levels: Map<string, number>,
): number {
  const way: string[] = []
  let object = id
  let parent = parents.get(object)
  while (parent !== undefined && !levels.has(object) && way.length <= parents.size) {
    way.push(object)
    object = parent
    parent = parents.get(object)
  }
  // What is made within itself, by bytes that lie, is nowhere.
  const isEndless = way.length > parents.size
  let level = isEndless ? Number.POSITIVE_INFINITY : (levels.get(object) ?? levelIn(document, object))
  levels.set(object, level)
  for (const inner of way.reverse()) levels.set(inner, ++level)
  return level
}

/** Of an object that `document` has; 0 for one that it does not have. */
function levelIn(document: A.Doc<Fields>, object: string): number {
  try {
    return A.getBackend(document).objInfo(object).path?.length ?? 0
  } catch {
    return 0
  }
}
