import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { readObjectsOf } from './change-header.ts'

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
  const objects = changes.map(readObjectsOf)
  const made = new Map(objects.flat().map(({ id, parent }) => [id, parent]))
  const levels = new Levels(document, made)
  const deep = changes.filter((_, index) => objects[index]?.some(({ id }) => levels.of(id) > MAX_NESTING))
  return new Set(deep)
}

/** How deep objects stand of a document and of changes to come: 1 for what stands in the document itself. */
class Levels {
  private readonly backend: ReturnType<typeof A.getBackend>
  private readonly known = new Map<string, number>([[ROOT, 0]])
  /** What changes of the document made, of those that were read, and where. */
  private readonly hidden = new Map<string, string>()
  private readonly read = new Set<string>()
  /** The changes of each actor, once somebody asked for them. */
  private changes: Map<string, A.ChangeMetadata[]> | undefined

  constructor(
    document: A.Doc<Fields>,
    /** What the changes make, and where. */
    private readonly made: ReadonlyMap<string, string>,
  ) {
    this.backend = A.getBackend(document)
  }

  of(id: string): number {
    const way: string[] = []
    const longest = this.made.size + MAX_NESTING
    let object = id
    let parent = this.parentOf(object)
    while (parent !== undefined && !this.known.has(object) && way.length <= longest) {
      way.push(object)
      object = parent
      parent = this.parentOf(object)
    }
    // What is made within itself, by bytes that lie, is nowhere.
    let level = way.length > longest ? Number.POSITIVE_INFINITY : (this.known.get(object) ?? this.seen(object) ?? 0)
    this.known.set(object, level)
    for (const inner of way.reverse()) this.known.set(inner, ++level)
    return level
  }

  /** Undefined for an object that is seen in the document, or that nobody made. */
  private parentOf(object: string): string | undefined {
    const parent = this.made.get(object)
    if (parent !== undefined || this.known.has(object) || this.seen(object) !== undefined) return parent
    return this.hiddenParent(object)
  }

  /** Undefined for an object that was deleted, or overwritten by somebody who did not know of it: it has no way any more. */
  private seen(object: string): number | undefined {
    try {
      return this.backend.objInfo(object).path?.length
    } catch {
      return undefined
    }
  }

  /** The change that made it says where it stood, whatever became of it. */
  private hiddenParent(object: string): string | undefined {
    const maker = this.hidden.has(object) ? undefined : this.makerOf(object)
    const change = maker && !this.read.has(maker) ? this.backend.getChangeByHash(maker) : null
    if (maker && change) {
      this.read.add(maker)
      for (const { id, parent } of readObjectsOf(change)) this.hidden.set(id, parent)
    }
    return this.hidden.get(object)
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
  for (const change of changes) {
    const known = sorted.get(change.actor) ?? []
    sorted.set(change.actor, known)
    known.push(change)
  }
  return sorted
}
