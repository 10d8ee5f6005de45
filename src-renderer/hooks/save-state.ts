import { next as A } from '@automerge/automerge'
import type { Events } from '../../src-shared/ipc/contract.ts'

export type SaveState =
  | { state: 'saved' }
  | { state: 'saving' }
  | { state: 'unsaved'; code: Events['page.unsaved']['code'] }

/** The end of an actor that says which writer of this device it is; each start of the core gives the window another. */
const SLOT_LENGTH = 4

/**
 * What may be said of a document, given the last heads that the core reported on disk. Only changes of this device
 * count: those of others are on disk before they reach us. Heads that we have not seen yet prove nothing about ours.
 */
export function saveStateOf(
  document: A.Doc<unknown>,
  actor: string,
  savedHeads: string[],
  refusal: Events['page.unsaved']['code'] | undefined,
): SaveState {
  const device = actor.slice(0, -SLOT_LENGTH)
  const known = savedHeads.filter((head) => A.hasHeads(document, [head]))
  const waiting = A.getChangesMetaSince(document, known).some((change) => change.actor.startsWith(device))
  if (!waiting) return { state: 'saved' }
  return refusal ? { state: 'unsaved', code: refusal } : { state: 'saving' }
}
