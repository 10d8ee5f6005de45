import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Commands } from '../../../src-shared/ipc/contract.ts'
import { coreLink } from '../../core/core-link.ts'
import { useSpace } from '../../hooks/current-space.ts'
import type { PageFilters } from './page-filters.ts'

const PART = 100

type PagePart = Commands['page.list']['out']

/** The list, a hundred rows at a time as the person scrolls. */
export function usePageList(filters: PageFilters) {
  const { space } = useSpace()
  return useInfiniteQuery({
    queryKey: ['page.list', { space, ...filters }],
    queryFn: ({ pageParam }) => coreLink.call('page.list', { space, ...filters, offset: pageParam, limit: PART }),
    initialPageParam: 0,
    getNextPageParam: (last: PagePart, parts: PagePart[]) => {
      const held = parts.reduce((sum, part) => sum + part.pages.length, 0)
      return held < last.total && last.pages.length > 0 ? held : undefined
    },
    placeholderData: keepPreviousData,
  })
}
