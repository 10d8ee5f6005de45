import type * as A from '@automerge/automerge'
import type { Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import type { JournalDraft } from '../lib/journal-draft.ts'

/** Changes a document that it is given to write. */
export type Edit = (fields: Fields) => void

/** An edit that depends upon what the document is by then. */
export interface Rewriting {
  /** How the document is to be changed as it is at that moment, and nothing comes in between; undefined for not at all. */
  plan(document: A.Doc<Fields>): Edit | undefined
  /** Drafts that say what it writes: they go in the same write as that comes, so that neither is there twice nor none. */
  settled: JournalDraft[]
  /** Not a word is written by it: lists go on telling when the document was last written. */
  quiet?: true
}

/** The same whatever the document is by then. */
export function always(edit: Edit): Rewriting {
  return { plan: () => edit, settled: [] }
}

/** The same where it is put somewhere else, in the bin or out of it. */
export function quietly(edit: Edit): Rewriting {
  return { ...always(edit), quiet: true }
}

/** A later time than the last words, by the least: whoever reads both tells them apart, and nobody else. */
export function quietTime(writtenAt: Timestamp): Timestamp {
  return writtenAt + 1
}
