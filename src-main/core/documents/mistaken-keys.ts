import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { readChangeHeader } from './change-header.ts'
import { type Keys, readMadeObjects, readOperationRuns } from './object-operations.ts'

/**
 * Those of `changes` that look for an element in a map, or for a name in a list or a text. Automerge takes them, and
 * what others write into that map later is there or not, by how many changes it is given at once.
 *
 * An object that neither the document nor `changes` know is left to Automerge, which refuses it.
 */
export function mistakenKeys(document: A.Doc<Fields>, changes: Uint8Array[]): Set<Uint8Array> {
  const headers = changes.map((change) => ({ change, header: readChangeHeader(change) }))
  const made = new Map<string, Keys>([['_root', 'names']])
  for (const { header } of headers) for (const { id, keys } of readMadeObjects(header)) made.set(id, keys)
  const backend = A.getBackend(document)
  const keysOf = (object: string) => {
    const keys = made.get(object) ?? keysInDocument(backend, object)
    if (keys) made.set(object, keys)
    return keys
  }
  const mistaken = new Set<Uint8Array>()
  for (const { change, header } of headers) {
    for (const { object, keys } of readOperationRuns(header)) {
      if ((keysOf(object) ?? keys) === keys) continue
      mistaken.add(change)
      break
    }
  }
  return mistaken
}

function keysInDocument(backend: ReturnType<typeof A.getBackend>, object: string): Keys | undefined {
  try {
    const { type } = backend.objInfo(object)
    return type === 'list' || type === 'text' ? 'elements' : 'names'
  } catch {
    return undefined
  }
}
