import { useEffect, useRef } from 'react'
import type { PageId } from '../../../src-shared/ids.ts'
import { isBlankPage } from '../../../src-shared/model/blank-page.ts'
import { coreLink } from '../../core/core-link.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { forgetBegun, isBegunHere } from '../../hooks/use-new-page.ts'
import type { OpenPage } from '../../hooks/use-page-document.ts'

/** A page that was begun here and is left without a word was no page: nobody finds it in a list. */
export function useDiscardBlank(page: PageId, open: OpenPage | undefined): void {
  const { space } = useSpace()
  const latest = useRef(open)
  latest.current = open ?? latest.current
  useEffect(
    () => () => {
      const document = latest.current?.handle.doc()
      if (isBegunHere(page) && document && isBlankPage(page, document)) {
        void coreLink.call('page.discard', { space, page }).catch(() => null)
      }
      forgetBegun(page)
    },
    [space, page],
  )
}
