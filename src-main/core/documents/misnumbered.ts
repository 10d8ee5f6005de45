import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { ACTION, type ChangeOperations, readRuns } from './change-columns.ts'
import { type ChangeHeader, MAX_CHANGE_OPERATIONS, readChangeHeader } from './change-header.ts'

/**
 * Those of `changes` whose operations do not number on from what they build upon. Automerge applies them, and saves a
 * document that it does not load: what it saved leaves out where a change begins, and it works that out from the
 * last number before.
 *
 *     the dependencies end at 297, the change begins at 296  →  read back as beginning at 298, "mismatching heads"
 *     the same of a change without operations at 300         →  "missing ops"
 *
 * Numbers are left out before a change that has operations where somebody wrote upon the past of a document, and then not
 * more than one change may have: Automerge makes room for each when it loads, a hundred bytes. A dependency that neither the document nor `changes`
 * know is passed over: the change waits for it, and is looked at again.
 */
export function misnumbered(document: A.Doc<Fields>, changes: Uint8Array[]): Set<Uint8Array> {
  const headers = changes.map((change) => ({ change, header: readChangeHeader(change) }))
  const among = new Map(headers.map(({ header }) => [header.hash, lastNumber(header)]))
  const backend = A.getBackend(document)
  const lastOf = (hash: string) => among.get(hash) ?? backend.getChangeMetaByHash(hash)?.maxOp ?? 0
  const misnumbered = new Set<Uint8Array>()
  for (const { change, header } of headers) {
    const before = header.dependencies.reduce((last, hash) => Math.max(last, lastOf(hash)), 0)
    if (!numbersOn(header, before)) misnumbered.add(change)
  }
  return misnumbered
}

function numbersOn({ operations }: ChangeHeader, before: number): boolean {
  const next = before + 1
  if (countOperations(operations) === 0) return operations.first === next
  return operations.first >= next && operations.first - next <= MAX_CHANGE_OPERATIONS
}

function lastNumber({ operations }: ChangeHeader): number {
  return operations.first + countOperations(operations) - 1
}

function countOperations({ columns }: ChangeOperations): number {
  let operations = 0
  for (const { count } of readRuns(columns.get(ACTION), (column) => column.number())) operations += count
  return operations
}
