import { useEffect, useRef } from 'react'
import type { PageId } from '../../../src-shared/ids.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { discardBlank } from '../../hooks/discard-blank.ts'
import { forgetBegun } from '../../hooks/use-new-page.ts'
import type { OpenPage } from '../../hooks/use-page-document.ts'

/** Discards a page that is left as blank as it was begun. */
export function useDiscardBlank(page: PageId, open: OpenPage | undefined): void {
  const { space } = useSpace()
  const latest = useRef(open)
  latest.current = open ?? latest.current
  useEffect(
    () => () => {
      const document = latest.current?.handle.doc()
      if (document) void discardBlank(space, page, document)
      forgetBegun(page)
    },
    [space, page],
  )
}
