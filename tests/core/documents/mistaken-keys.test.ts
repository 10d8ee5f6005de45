import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { applySafely, buildSafely } from '../../../src-main/core/documents/apply-safely.ts'
import { mistakenKeys } from '../../../src-main/core/documents/mistaken-keys.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { firstElement } from '../../support/bombs.ts'

const [author, other] = ['aa'.repeat(16), 'bb'.repeat(16)]

function page() {
  const made = A.from<Fields>({ tags: { lieu: true }, body: 'Un', list: [] }, { actor: author })
  const [first = new Uint8Array()] = A.getAllChanges(made)
  const { hash, ops } = A.decodeChange(first)
  const numberOf = (key: string) => 1 + ops.findIndex((operation) => operation.key === key)
  return { made, first, elementOf: (key: string) => firstElement(author, numberOf(key), hash) }
}

test('[DO13] an element of a map is not applied, and what others write into the map is there for everybody', () => {
  const { made, elementOf } = page()
  let open = applySafely(A.clone(made, { actor: other }), [elementOf('tags')]).document
  for (const tag of ['a', 'atelier', 'z']) {
    open = A.change(open, (draft) => Object.assign(draft.tags as object, { [tag]: true }))
  }
  const all = [...A.getAllChanges(open), elementOf('tags')]
  for (const changes of [all, all.toReversed()]) {
    const { document } = buildSafely(() => A.init<Fields>(), changes)
    expect(document.tags).toEqual({ lieu: true, a: true, atelier: true, z: true })
    expect(A.getHeads(document)).toEqual(A.getHeads(open))
  }
})

test('[DO13] elements of texts and lists are what they are, whether these are in the document or among the changes', () => {
  const { made, first, elementOf } = page()
  for (const key of ['body', 'list']) {
    expect(mistakenKeys(made, [elementOf(key)]).size).toBe(0)
    expect(mistakenKeys(A.init<Fields>(), [first, elementOf(key)]).size).toBe(0)
  }
  expect(mistakenKeys(made, [elementOf('tags')]).size).toBe(1)
  expect(mistakenKeys(A.init<Fields>(), [elementOf('tags'), first])).toEqual(new Set([elementOf('tags')]))
})

test('[DO13] what is written into a text that somebody deleted meanwhile is no mistake', () => {
  const { made } = page()
  const without = A.change(A.clone(made), (draft) => {
    delete draft.body
  })
  const [change = new Uint8Array()] = A.getChanges(
    made,
    A.change(A.clone(made), (draft) => A.splice(draft, ['body'], 0, 0, 'x')),
  )
  expect(mistakenKeys(without, [change]).size).toBe(0)
})
