import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { applySafely } from '../../../src-main/core/documents/apply-safely.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'

test('[DO13] ends of marks that nobody began are not applied, though they have no name, and what is saved is loaded', () => {
  const page = A.from<Fields>({ body: 'Un atelier' }, { actor: 'aa'.repeat(16) })
  const edited = A.change(A.clone(page, { actor: 'bb'.repeat(16) }), (draft) => A.splice(draft, ['body'], 2, 2))
  const [change = new Uint8Array()] = A.getChangesSince(edited, A.getHeads(page))
  const decoded = A.decodeChange(change)
  const ends = decoded.ops.map((operation) => ({ ...operation, action: 'markEnd', expand: false, pred: [] }))
  const bad = A.encodeChange({ ...decoded, ops: ends } as unknown as A.DecodedChange)
  const { document } = applySafely(page, [bad])
  expect(() => A.free(A.load(A.save(document)))).not.toThrow()
})
