import { useLocation } from 'wouter'
import type { PageId } from '../../src-shared/ids.ts'
import { useCommand } from '../core/use-core.ts'
import { useSpace } from './current-space.ts'

/** Pages that were begun in this window, and are opened to be written. */
const begun = new Set<PageId>()

export function isBegunHere(page: PageId): boolean {
  return begun.has(page)
}

/** Opened again, it is read first as any other. */
export function forgetBegun(page: PageId): void {
  begun.delete(page)
}

/** Begins a page, and opens it. */
export function useNewPage() {
  const { space } = useSpace()
  const [, navigate] = useLocation()
  const create = useCommand('page.create')
  const begin = () =>
    create.mutate(
      { space, fields: {} },
      {
        onSuccess: ({ page }) => {
          begun.add(page)
          navigate(`/pages/${page}`)
        },
      },
    )
  return { begin, isBeginning: create.isPending }
}
