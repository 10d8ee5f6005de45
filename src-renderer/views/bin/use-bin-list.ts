import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Commands } from '../../../src-shared/ipc/contract.ts'
import { coreLink } from '../../core/core-link.ts'
import { useSpace } from '../../hooks/current-space.ts'

const PART = 50

type PagePart = Commands['page.list']['out']
type ResourcePart = Commands['resource.list']['out']

/** The pages of the bin, the last set aside first, fifty at a time as a person asks for more. */
export function useBinPages() {
  const { space } = useSpace()
  const asked = { space, bin: true, sort: 'deleted' } as const
  return useInfiniteQuery({
    queryKey: ['page.list', asked],
    queryFn: ({ pageParam: offset }) => coreLink.call('page.list', { ...asked, offset, limit: PART }),
    initialPageParam: 0,
    getNextPageParam: (last: PagePart, parts: PagePart[]) => after(parts.length * PART, last.total),
    placeholderData: keepPreviousData,
  })
}

/** The same of its resources. */
export function useBinResources() {
  const { space } = useSpace()
  const asked = { space, bin: true, sort: 'deleted', descending: true } as const
  return useInfiniteQuery({
    queryKey: ['resource.list', asked],
    queryFn: ({ pageParam: offset }) => coreLink.call('resource.list', { ...asked, offset, limit: PART }),
    initialPageParam: 0,
    getNextPageParam: (last: ResourcePart, parts: ResourcePart[]) => after(parts.length * PART, last.total),
    placeholderData: keepPreviousData,
  })
}

function after(held: number, total: number): number | undefined {
  return held < total ? held : undefined
}
