import type { DocumentHome } from './documents/open-documents.ts'
import type { Space } from './space.ts'

/** What the documents of a space that windows have open need of it. */
export function documentHome(space: Space): DocumentHome {
  return {
    id: space.id,
    documents: space.documents,
    keep: (changed, left) => space.keep(changed, left),
    publish: (changed, left) => space.publish([changed], [changed.document], left),
  }
}
