import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { appendTo } from '../lib/append-to.ts'
import { readChangeHeader } from './change-header.ts'

export interface SortedChanges {
  /** All that they build upon is in the document or among them. */
  ready: Uint8Array[]
  /** Something that they build upon is still to come. */
  waiting: Uint8Array[]
}

/** Tells what of `changes` can be applied to `document` now. The order of each is kept. */
export function sortReady(document: A.Doc<Fields>, changes: Uint8Array[]): SortedChanges {
  const headers = changes.map((change) => readChangeHeader(change))
  const among = new Set(headers.map(({ hash }) => hash))
  const dependents = new Map<string, string[]>()
  const waiting = new Set<string>()
  for (const { hash, dependencies } of headers) {
    for (const dependency of dependencies) {
      if (!among.has(dependency)) {
        if (!A.hasHeads(document, [dependency])) waiting.add(hash)
        continue
      }
      appendTo(dependents, dependency, hash)
    }
  }
  // A set is walked through to its end, also what is added on the way.
  for (const hash of waiting) for (const dependent of dependents.get(hash) ?? []) waiting.add(dependent)
  const isWaiting = (_change: Uint8Array, index: number) => waiting.has(headers[index]?.hash ?? '')
  return {
    ready: changes.filter((change, index) => !isWaiting(change, index)),
    waiting: changes.filter(isWaiting),
  }
}
