import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Hit } from '../../../src-shared/ipc/contract.ts'
import { coreLink } from '../../core/core-link.ts'
import { useSpace } from '../../hooks/current-space.ts'

/** Both kinds are in sight at first, however many there are of the other. */
const FIRST_PART = 8
const NEXT_PARTS = 50

/** What holds the words, of one kind, a part at a time; and how many there are in all. */
export function useHits(text: string, kind: Hit['kind']) {
  const { space } = useSpace()
  const query = useInfiniteQuery({
    queryKey: ['search.query', { space, text, kind }],
    queryFn: ({ pageParam: offset }) =>
      coreLink.call('search.query', { space, text, kind, offset, limit: offset === 0 ? FIRST_PART : NEXT_PARTS }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, parts) => {
      const held = parts.reduce((sum, part) => sum + part.hits.length, 0)
      return held < total ? held : undefined
    },
    placeholderData: keepPreviousData,
    enabled: text !== '',
  })
  const parts = text === '' ? [] : (query.data?.pages ?? [])
  return {
    kind,
    hits: parts.flatMap((part) => part.hits),
    total: parts.at(-1)?.total ?? 0,
    isFetching: query.isFetching,
    showMore: query.fetchNextPage,
  }
}

export type Hits = ReturnType<typeof useHits>
