import type { Commands } from '../../../src-shared/ipc/contract.ts'

/** What a person narrowed the list to; empty means everything. */
export type PageFilters = Pick<Commands['page.list']['in'], 'kind' | 'state' | 'tag' | 'sort'>

export function isNarrowed(filters: PageFilters): boolean {
  return Boolean(filters.kind || filters.state || filters.tag)
}
