import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { documentIdSchema, type PageId, type ResourceId } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { editPage, newPage, readPageRow } from '../../../src-shared/model/page.ts'
import { editResource, newResource, readResourceRow } from '../../../src-shared/model/resource.ts'

const id = documentIdSchema.parse('2eZyqbTPebHkxL2AibUZGsoB9ENF')
const pageRow = (document: Fields) => readPageRow(id as PageId, document, 1)
const resourceRow = (document: Fields) => readResourceRow(id as ResourceId, document, 1)

/** What two people make of a document apart, merged by each of them. */
function apart(document: A.Doc<Fields>, one: (fields: Fields) => void, other: (fields: Fields) => void) {
  const ofOne = A.change(A.clone(document, { actor: 'aa' }), one)
  const ofOther = A.change(A.clone(document, { actor: 'bb' }), other)
  return [A.merge(A.clone(ofOne), ofOther), A.merge(A.clone(ofOther), ofOne)] as const
}

const saw = () => A.from<Fields>(newResource({ name: 'Scie', category: 'material', quantity: 100 }, 1))

test('[DO23] of two names written apart one stands everywhere, whole, and the other is its version', () => {
  for (const merged of apart(
    saw(),
    (fields) => editResource(fields, { name: 'Scie sauteuse', description: 'Jusqu’à mardi', quantity: 80 }),
    (fields) => editResource(fields, { name: 'Scie à onglet', conditions: 'Rouge, cédée au bar', quantity: 70 }),
  )) {
    const { name, description, conditions, quantity, versions } = resourceRow(merged)
    expect([name, ...(versions.name ?? [])].toSorted()).toEqual(['Scie sauteuse', 'Scie à onglet'])
    expect([quantity, ...(versions.quantity ?? [])].toSorted()).toEqual([70, 80])
    // Written by one of them alone.
    expect({ description, conditions }).toEqual({ description: 'Jusqu’à mardi', conditions: 'Rouge, cédée au bar' })
    expect(Object.keys(versions)).toEqual(['name', 'quantity'])
  }
})

test('[DO23] whoever writes the field settles it, be it with the value that stands', () => {
  const [merged] = apart(
    A.from<Fields>(newPage({ title: 'Charte' }, 1)),
    (fields) => editPage(fields, { title: 'Charte du fablab' }),
    (fields) => editPage(fields, { title: 'Charte du café' }),
  )
  const { title, otherTitles } = pageRow(merged)
  expect([title, ...otherTitles].toSorted()).toEqual(['Charte du café', 'Charte du fablab'])
  for (const chosen of [title, ...otherTitles]) {
    const settled = A.change(A.clone(merged), (fields) => editPage(fields, { title: chosen }))
    expect(pageRow(settled)).toMatchObject({ title: chosen, otherTitles: [] })
  }
})

test('[DO23] the same word written twice is no version, nor is an emptied field, nor what is no text', () => {
  const same = apart(
    A.from<Fields>(newPage({ title: 'Charte' }, 1)),
    (fields) => editPage(fields, { title: 'La charte' }),
    (fields) => editPage(fields, { title: 'La charte' }),
  )
  const emptied = apart(
    saw(),
    (fields) => editResource(fields, { conditions: '' }),
    (fields) => editResource(fields, { conditions: 'Une semaine' }),
  )
  const strange = apart(
    saw(),
    (fields) => Object.assign(fields, { name: { deep: ['Scie'] }, quantity: 'beaucoup' }),
    (fields) => editResource(fields, { name: 'Scie sauteuse' }),
  )
  for (const merged of same) expect(pageRow(merged)).toMatchObject({ title: 'La charte', otherTitles: [] })
  for (const merged of emptied) expect(resourceRow(merged).versions.conditions ?? []).not.toContain('')
  for (const merged of strange) expect(resourceRow(merged).versions).toEqual({})
})

test('[DO23] a member who writes a thousand versions has a few of them told', () => {
  const document = saw()
  const copies = Array.from({ length: 1_000 }, (_, copy) =>
    A.change(A.clone(document, { actor: (copy + 16).toString(16).padStart(4, '0') }), (fields) =>
      editResource(fields, { name: `Scie ${copy}` }),
    ),
  )
  const [merged] = A.applyChanges(
    A.clone(document),
    copies.flatMap((copy) => A.getChangesSince(copy, A.getHeads(document))),
  )
  expect(resourceRow(merged as A.Doc<Fields>).versions.name?.length).toBeLessThanOrEqual(8)
})

test('[DO23] titles that are letters, as they were stored before, are read, written anew, and merge as values from then on', () => {
  const before = A.from<Fields>({ ...newPage({ title: '' }, 1), title: 'Charte' })
  expect(typeof before.title).toBe('string')
  expect(pageRow(before)).toMatchObject({ title: 'Charte', otherTitles: [] })
  for (const merged of apart(
    before,
    (fields) => editPage(fields, { title: 'Charte du fablab' }),
    (fields) => editPage(fields, { title: 'Charte du café' }),
  )) {
    const { title, otherTitles } = pageRow(merged)
    expect([title, ...otherTitles].toSorted()).toEqual(['Charte du café', 'Charte du fablab'])
  }
})
