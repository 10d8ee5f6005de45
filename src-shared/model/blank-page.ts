import * as A from '@automerge/automerge/slim'
import type { PageId } from '../ids.ts'
import { spansToTree } from '../text/spans.ts'
import type { Fields } from './fields.ts'
import { readPageRow } from './page.ts'

/** It has no word, no title and no label: nobody would look for it. */
export function isBlankPage(page: PageId, document: A.Doc<Fields>): boolean {
  const { title, tags, deletedAt } = readPageRow(page, document, 0)
  if (deletedAt !== null || title.trim() !== '' || tags.length > 0) return false
  const blocks = spansToTree(A.spans(document, ['body']))
  return blocks.every((block) => block.kind === 'paragraph' && block.content.length === 0)
}
