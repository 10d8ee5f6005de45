import type * as A from '@automerge/automerge'

/**
 * A document that an editor shows and changes. The binding makes every change through it,
 * under the actor that the owner of the document chose: it never clones, forks or initialises a document.
 */
export interface BodySource {
  doc(): A.Doc<unknown>
  change(edit: (doc: A.Doc<unknown>) => void): void
  /** As if the document were still at `heads`; gives the heads of that line of changes, undefined when nothing changed. */
  changeAt(heads: A.Heads, edit: (doc: A.Doc<unknown>) => void): A.Heads | undefined
  /** Called after each change, ours included. Gives its own undo. */
  onChange(listener: () => void): () => void
}
