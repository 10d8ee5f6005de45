import type * as A from '@automerge/automerge'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import { isDiscardable } from '../../src-shared/model/page.ts'
import { coreLink } from '../core/core-link.ts'
import { isBegunHere } from './use-new-page.ts'

/** A page that was begun here and is left without a word was no page: nobody finds it in a list. */
export async function discardBlank(space: SpaceId, page: PageId, document: A.Doc<unknown>): Promise<void> {
  // One that cannot be discarded is a page without a word in a list, and no reason to stay.
  if (isBegunHere(page) && isDiscardable(document))
    await coreLink.call('page.discard', { space, page }).catch(() => null)
}
