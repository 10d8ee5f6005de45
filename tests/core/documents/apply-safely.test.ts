import * as A from '@automerge/automerge'
import { expect, test, vi } from 'vitest'
import { applySafely, buildSafely } from '../../../src-main/core/documents/apply-safely.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { letterNowhere } from '../../support/bombs.ts'

vi.mock('@automerge/automerge', async (importOriginal) => {
  const original = await importOriginal<typeof A>()
  return { ...original, clone: vi.fn(original.clone) }
})

const [author, other] = ['aa'.repeat(16), 'bb'.repeat(16)]

test('[DO13] one change among hundreds that Automerge panics at costs a few copies of the document, and no other change', () => {
  let page = A.from<Fields>({ title: 'Charte', body: 'Un' }, { actor: author })
  for (let time = 0; time < 500; time++) {
    page = A.change(page, (draft) => A.splice(draft, ['body'], time, 0, 'a'))
  }
  const changes = A.getAllChanges(page)
  for (const place of [1, 250, 501]) {
    const bad = letterNowhere(other, A.decodeChange(changes[0] ?? new Uint8Array()).hash)
    const among = changes.toSpliced(place, 0, bad)
    for (const apply of [
      applySafely,
      (_: A.Doc<Fields>, all: Uint8Array[]) => buildSafely(() => A.init<Fields>(), all),
    ]) {
      vi.mocked(A.clone).mockClear()
      const { document } = apply(A.init<Fields>(), among)
      expect(A.getHeads(document)).toEqual(A.getHeads(page))
      expect(vi.mocked(A.clone).mock.calls.length).toBeLessThan(30)
    }
  }
})
