import type { DocumentHome } from './documents/open-documents.ts'
import type { Space } from './space.ts'

/** What the documents of a space that windows have open need of it. */
export function documentHome(space: Space): DocumentHome {
  return {
    id: space.id,
    documents: space.documents,
    keep: (changed) => space.keep(changed),
    publish: (changed) => space.publish([changed], [changed.document]),
  }
}
