import * as A from '@automerge/automerge'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import { readPageRow } from '../../src-shared/model/page.ts'
import { spansToTree } from '../../src-shared/text/spans.ts'
import { coreLink } from '../core/core-link.ts'
import { isBegunHere } from './use-new-page.ts'

/** A page that was begun here and is left without a word was no page: nobody finds it in a list. */
export async function discardBlank(space: SpaceId, page: PageId, document: unknown): Promise<void> {
  // One that cannot be discarded is a page without a word in a list, and no reason to stay.
  if (isBegunHere(page) && isBlank(page, document))
    await coreLink.call('page.discard', { space, page }).catch(() => null)
}

function isBlank(page: PageId, document: unknown): boolean {
  const { title, tags, deletedAt } = readPageRow(page, document, 0)
  if (deletedAt !== null || title.trim() !== '' || tags.length > 0) return false
  const blocks = spansToTree(A.spans(document as A.Doc<unknown>, ['body']))
  return blocks.every((block) => block.kind === 'paragraph' && block.content.length === 0)
}
