import type { DocHandle } from '@automerge/automerge-repo'
import { useEffect, useState } from 'react'
import type { PageId } from '../../src-shared/ids.ts'
import { type PageRow, readPageRow } from '../../src-shared/model/page.ts'

/** The page's fields as its document has them now, somebody else's edits included. */
export function useDocumentRow(page: PageId, handle: DocHandle<unknown>): PageRow {
  const [row, setRow] = useState(() => readPageRow(page, handle.doc(), 0))
  useEffect(() => {
    const look = () => setRow(readPageRow(page, handle.doc(), 0))
    handle.on('heads-changed', look)
    look()
    return () => {
      handle.off('heads-changed', look)
    }
  }, [page, handle])
  return row
}
