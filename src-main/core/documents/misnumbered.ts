import * as A from '@automerge/automerge'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { prefixOf } from './actor.ts'
import { ACTION, type ChangeOperations, readRuns } from './change-columns.ts'
import { type ChangeHeader, MAX_CHANGE_OPERATIONS, readChangeHeader } from './change-header.ts'

/** How many numbers each device has left out of a document, by what its actors begin with. */
export type LeftOut = Readonly<Record<string, number>>

/** As many in all as one change may have operations: Automerge makes room for each when it loads, a hundred bytes. */
const MAX_LEFT_OUT = MAX_CHANGE_OPERATIONS

export interface Numbering {
  misnumbered: Set<Uint8Array>
  /** With what the others of `changes` leave out. */
  leftOut: LeftOut
}

/**
 * Finds those of `changes` whose operations do not number on from what they build upon. Automerge applies them, and saves a
 * document that it does not load: what it saved leaves out where a change begins, and it works that out from the
 * last number before.
 *
 *     the dependencies end at 297, the change begins at 296  →  read back as beginning at 298, "mismatching heads"
 *     the same of a change without operations at 300         →  "missing ops"
 *
 * Numbers are left out before a change that has operations where somebody wrote upon the past of a document. Each device
 * has its own to leave out, in the order of its log, so that nobody can use up what others may. A dependency that neither
 * the document nor `changes` know is passed over: the change waits for it, and is looked at again.
 */
export function checkNumbers(document: A.Doc<Fields>, changes: Uint8Array[], before: LeftOut): Numbering {
  const headers = changes.map((change) => ({ change, header: readChangeHeader(change) }))
  const among = new Map(headers.map(({ header }) => [header.hash, lastNumber(header)]))
  const backend = A.getBackend(document)
  const lastOf = (hash: string) => among.get(hash) ?? backend.getChangeMetaByHash(hash)?.maxOp ?? 0
  const misnumbered = new Set<Uint8Array>()
  const leftOut: Record<string, number> = { ...before }
  for (const { change, header } of headers) {
    const { hash, actor, operations } = header
    const gap = operations.first - 1 - header.dependencies.reduce((last, one) => Math.max(last, lastOf(one)), 0)
    if (gap === 0) continue
    // What the document has already was counted when it came.
    if (backend.getChangeMetaByHash(hash)) continue
    const device = prefixOf(actor)
    const sum = (leftOut[device] ?? 0) + gap
    if (gap > 0 && countOperations(operations) > 0 && sum <= MAX_LEFT_OUT) leftOut[device] = sum
    else misnumbered.add(change)
  }
  return { misnumbered, leftOut }
}

function lastNumber({ operations }: ChangeHeader): number {
  return operations.first + countOperations(operations) - 1
}

function countOperations({ columns }: ChangeOperations): number {
  let operations = 0
  for (const { count } of readRuns(columns.get(ACTION), (column) => column.number())) operations += count
  return operations
}
