import * as A from '@automerge/automerge'
import type { Fields } from '../../src-shared/model/fields.ts'

/** Changes of `actor` that nest `depth` maps in a field of `document`, or in what its first block says of itself. */
export function nestedMaps(
  document: A.Doc<Fields>,
  { actor, depth, where, changes = 1 }: { actor: string; depth: number; where: 'field' | 'block'; changes?: number },
): Uint8Array[] {
  const copy = A.clone(document, actor)
  // By its own calls, since a map of maps written as one value overflows long before.
  const backend = A.getBackend(copy)
  const before = backend.getHeads()
  let map = where === 'field' ? backend.putObject('_root', 'bomb', {}) : splitBlock(backend)
  for (let level = 1; level < depth; level++) {
    map = backend.putObject(map, 'a', {})
    if (level % Math.ceil(depth / changes) === 0) backend.commit()
  }
  backend.commit()
  return backend.getChanges(before)
}

function splitBlock(backend: ReturnType<typeof A.getBackend>): string {
  const [, body] = backend.getWithType('_root', 'body') as [string, string]
  backend.splitBlock(body, 0, { type: 'paragraph', parents: [], attrs: {} })
  const [, block] = backend.getWithType(body, 0) as [string, string]
  return (backend.getWithType(block, 'attrs') as [string, string])[1]
}
