import { next as A } from '@automerge/automerge'
import type { Events } from '../../src-shared/ipc/contract.ts'

export type SaveState =
  | { state: 'saved' }
  | { state: 'saving' }
  | { state: 'unsaved'; code: Events['page.unsaved']['code'] }

/**
 * What may be said of a document, given the last heads that the core reported on disk. Only our own changes count:
 * those of others are on disk before they reach us. Heads that we have not seen yet prove nothing about ours.
 */
export function saveStateOf(
  document: A.Doc<unknown>,
  actor: string,
  savedHeads: string[],
  refusal: Events['page.unsaved']['code'] | undefined,
): SaveState {
  const known = savedHeads.filter((head) => A.hasHeads(document, [head]))
  const waiting = A.getChangesMetaSince(document, known).some((change) => change.actor === actor)
  if (!waiting) return { state: 'saved' }
  return refusal ? { state: 'unsaved', code: refusal } : { state: 'saving' }
}
