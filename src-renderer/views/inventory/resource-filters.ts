import type { Commands } from '../../../src-shared/ipc/contract.ts'

type ListInput = Commands['resource.list']['in']

/** What a person narrowed the inventory to, and in which order they want it. */
export type ResourceFilters = Pick<ListInput, 'category' | 'state' | 'place' | 'tag' | 'text'>
export const resourceSorts = ['name', 'category', 'quantity', 'place', 'state', 'updated'] as const
export type ResourceSort = { sort: (typeof resourceSorts)[number]; descending: boolean }

export function isNarrowed(filters: ResourceFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined && value !== '')
}
