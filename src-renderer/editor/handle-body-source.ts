import type * as A from '@automerge/automerge'
import { type DocHandle, decodeHeads, encodeHeads } from '@automerge/automerge-repo'
import type { BodySource } from './body-source.ts'

/** A page of the window's Repo. The handle must be ready. */
export function handleBodySource(handle: DocHandle<unknown>): BodySource {
  return {
    doc: () => handle.doc(),
    change: (edit) => handle.change((doc) => edit(doc as A.Doc<unknown>)),
    changeAt: (heads: A.Heads, edit) => {
      const after = handle.changeAt(encodeHeads(heads), (doc) => edit(doc as A.Doc<unknown>))
      return after && decodeHeads(after)
    },
    onChange: (listener) => {
      handle.on('heads-changed', listener)
      return () => handle.off('heads-changed', listener)
    },
  }
}
