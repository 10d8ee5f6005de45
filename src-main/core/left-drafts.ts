import * as A from '@automerge/automerge'
import { replaceBody } from '../../src-shared/text/body.ts'
import { spansToTree } from '../../src-shared/text/spans.ts'
import { documentHome } from './document-home.ts'
import { CORE_SLOT } from './documents/actor.ts'
import { applySafely } from './documents/apply-safely.ts'
import type { OpenDocuments } from './documents/open-documents.ts'
import type { JournalDraft } from './log/journal.ts'
import type { Space } from './space.ts'

/**
 * Takes up what a key had saved of somebody's typing when it gave way, before its log was given it. Nobody takes changes
 * of that key any more: what they say is written again, under the key that goes on.
 */
export async function takeUpLeftDrafts(space: Space, open: OpenDocuments): Promise<void> {
  for (const draft of await space.logs.leftDrafts()) {
    if (await takeUp(space, draft, open)) await space.logs.forget(draft)
  }
}

/** False while what the words build upon has still to come. */
async function takeUp(space: Space, { block }: JournalDraft, open: OpenDocuments): Promise<boolean> {
  const kept = space.logs.decode(block)
  if (kept.kind !== 'changed') return true
  const { document } = await space.documents.load(kept.document, CORE_SLOT)
  const { document: typed, waiting } = applySafely(document, kept.changes)
  if (waiting.length > 0) return false
  const body = spansToTree(A.spans(typed, ['body']))
  await open.edit(documentHome(space), kept.document, (fields) => replaceBody(fields, ['body'], body))
  return true
}
