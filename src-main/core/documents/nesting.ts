import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { appendTo } from '../lib/append-to.ts'
import { readChangeHeader } from './change-header.ts'
import { readMadeObjects } from './object-operations.ts'

/** Objects within objects. The deepest of ours, what a block of a body says of itself, is the third. */
export const MAX_NESTING = 32

const ROOT = '_root'

/**
 * Those of `changes` that would nest objects in `document` past the budget. Ten kilobytes of maps within maps keep
 * Automerge busy for minutes, since it tells of each by the whole way to it; and what walks through them overflows.
 *
 * How deep an object stands follows from what its change builds upon, all of which must be in the document or among
 * the changes, and not from what others did to it since: so that all who have it decide alike.
 */
export function tooDeep(document: A.Doc<Fields>, changes: Uint8Array[]): Set<Uint8Array> {
  const levels = new Levels(document)
  const deep = new Set<Uint8Array>()
  // Numbers go on from what a change builds upon: what an object stands in comes before it.
  const inOrder = changes
    .map((change) => ({ change, header: readChangeHeader(change) }))
    .toSorted((one, other) => one.header.operations.first - other.header.operations.first)
  for (const { change, header } of inOrder) {
    for (const { id, parent } of readMadeObjects(header)) {
      const level = levels.add(id, parent)
      if (level <= MAX_NESTING) continue
      deep.add(change)
      break
    }
  }
  return deep
}

/** How deep objects stand: 1 for what stands in the document itself, no end for what stands in nothing that there is. */
class Levels {
  private readonly backend: ReturnType<typeof A.getBackend>
  private readonly known = new Map<string, number>([[ROOT, 0]])
  /** What those changes of the document made that were read again, and where. */
  private readonly made = new Map<string, string>()
  private readonly read = new Set<string>()
  /** The changes of each actor, once somebody asked for them. */
  private changes: Map<string, A.ChangeMetadata[]> | undefined

  constructor(document: A.Doc<Fields>) {
    this.backend = A.getBackend(document)
  }

  /** Notes an object, and tells how deep it stands. */
  add(id: string, parent: string): number {
    const level = 1 + this.of(parent)
    this.known.set(id, level)
    return level
  }

  private of(object: string): number {
    const way: string[] = []
    for (let outer = object; way.length <= MAX_NESTING; ) {
      const level = this.known.get(outer) ?? this.seen(outer)
      if (level !== undefined) {
        this.known.set(object, level + way.length)
        return level + way.length
      }
      const parent = this.hiddenParent(outer)
      if (parent === undefined) break
      way.push(outer)
      outer = parent
    }
    return Number.POSITIVE_INFINITY
  }

  /** Undefined for an object that was deleted, or overwritten by somebody who did not know of it: it has no way any more. */
  private seen(object: string): number | undefined {
    try {
      return this.backend.objInfo(object).path?.length
    } catch {
      return undefined
    }
  }

  /** The change that made an object says where it stood, whatever became of it. */
  private hiddenParent(object: string): string | undefined {
    const maker = this.made.has(object) ? undefined : this.makerOf(object)
    const change = maker && !this.read.has(maker) ? this.backend.getChangeByHash(maker) : null
    if (maker && change) {
      this.read.add(maker)
      for (const { id, parent } of readMadeObjects(readChangeHeader(change))) this.made.set(id, parent)
    }
    return this.made.get(object)
  }

  private makerOf(object: string): string | undefined {
    const [counter, actor = ''] = object.split('@')
    const number = Number(counter)
    this.changes ??= byActor(this.backend.getChangesMeta([]))
    return this.changes.get(actor)?.find(({ startOp, maxOp }) => startOp <= number && number <= maxOp)?.hash
  }
}

function byActor(changes: A.ChangeMetadata[]): Map<string, A.ChangeMetadata[]> {
  const sorted = new Map<string, A.ChangeMetadata[]>()
  for (const change of changes) appendTo(sorted, change.actor, change)
  return sorted
}
