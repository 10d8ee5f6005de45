import type * as A from '@automerge/automerge'
import { spans } from '@automerge/automerge/slim'
import type { PageId } from '../ids.ts'
import { spansToTree } from '../text/spans.ts'
import type { Fields } from './fields.ts'
import { readPageRow } from './page.ts'

/** Whether a page has no title, no tag, and nothing in its body but empty paragraphs. */
export function isBlankPage(document: A.Doc<Fields>): boolean {
  const { title, tags, deletedAt } = readPageRow('' as PageId, document, 0)
  if (deletedAt !== null || title.trim() !== '' || tags.length > 0) return false
  const blocks = spansToTree(spans(document, ['body']))
  return blocks.every((block) => block.kind === 'paragraph' && block.content.length === 0)
}
