import * as A from '@automerge/automerge'
import type { Fields } from '../../src-shared/model/fields.ts'
import { replaceBody } from '../../src-shared/text/body.ts'
import { spansToTree } from '../../src-shared/text/spans.ts'
import { documentHome } from './document-home.ts'
import { applySafely } from './documents/apply-safely.ts'
import type { OpenDocuments } from './documents/open-documents.ts'
import type { Edit } from './documents/rewriting.ts'
import type { JournalDraft } from './lib/journal-draft.ts'
import type { Space } from './space.ts'

/**
 * Takes up what a key had saved of somebody's typing when it gave way, before its log was given it. Nobody takes changes
 * of that key any more: what they say is written again, under the key that goes on.
 * @throws why the first of those that wait for the next start could not be taken up
 */
export async function takeUpLeftDrafts(space: Space, open: OpenDocuments): Promise<void> {
  const failures: unknown[] = []
  for (const draft of await space.logs.leftDrafts()) {
    // One that cannot be read or written stays, and must not keep those behind it from being taken up.
    await takeUp(space, draft, open).catch((failure: unknown) => failures.push(failure))
  }
  if (failures.length > 0) throw failures[0]
}

async function takeUp(space: Space, draft: JournalDraft, open: OpenDocuments): Promise<void> {
  const kept = space.logs.decode(draft.block)
  if (kept.kind !== 'changed') return space.logs.forget(draft)
  let isReady = true
  const plan = (document: A.Doc<Fields>) => {
    const edit = asChangedBy(document, kept.changes)
    isReady = edit !== undefined
    return edit
  }
  await open.rewrite(documentHome(space), kept.document, { plan, settled: [draft] })
  // What the document says already was not written, and took no draft with it.
  if (isReady) await space.logs.forget(draft)
}

/** Makes the body what it is with the changes. Undefined while what they build upon has still to come. */
function asChangedBy(document: A.Doc<Fields>, changes: Uint8Array[]): Edit | undefined {
  const { document: typed, waiting } = applySafely(A.clone(document), changes)
  const body = waiting.length === 0 && spansToTree(A.spans(typed, ['body']))
  A.free(typed)
  return body ? (fields) => replaceBody(fields, ['body'], body) : undefined
}
