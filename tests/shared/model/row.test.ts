import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { blobHashSchema, documentIdSchema, type PlaceId, type Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { DISCARDED, newPage } from '../../../src-shared/model/page.ts'
import { newPlace } from '../../../src-shared/model/place.ts'
import { newResource } from '../../../src-shared/model/resource.ts'
import { readRow, summarise } from '../../../src-shared/model/row.ts'
import { replaceBody } from '../../../src-shared/text/body.ts'
import type { Tree } from '../../../src-shared/text/tree.ts'

const id = documentIdSchema.parse('2eZyqbTPebHkxL2AibUZGsoB9ENF')
const at = 1_700_000_000_000 as Timestamp
const roots: Record<string, Fields> = {
  page: newPage({ title: 'Charte', kind: 'charter', state: 'stable', tags: ['accueil'] }, at),
  resource: newResource(
    {
      name: 'Vidéoprojecteur',
      category: 'material',
      description: 'Avec son câble',
      quantity: 2,
      place: id as unknown as PlaceId,
      state: 'lent',
      conditions: 'Une semaine',
      tags: ['image'],
    },
    at,
  ),
  place: newPlace({ name: 'Cédille', commune: 'Crest' }, at),
}

test.for(Object.entries(roots))(
  '[DO18] a summary gives the row that its %s gives, and nothing else travels with it',
  ([, root]) => {
    const document = A.change(A.from<Fields>(root), (draft) => {
      for (let number = 0; number < 1_000; number++) draft[`a${number}`] = number
      draft.state = new A.ImmutableString('x'.repeat(100_000))
    })
    const summary = summarise(document)
    expect(readRow(id, summary, at)).toEqual(readRow(id, document, at))
    expect(readRow(id, summarise(A.from<Fields>(root)), at)).toEqual(readRow(id, A.from<Fields>(root), at))
    expect(JSON.stringify(summary).length).toBeLessThan(1_000)
  },
)

const blank = { kind: 'paragraph', content: [] } as const
const picture = { kind: 'image', hash: blobHashSchema.parse('ab'.repeat(32)), alt: 'la scie' } as const
const bodies: [string, number | null, Tree][] = [
  ['empty paragraphs', DISCARDED, [blank, blank]],
  ['a picture', null, [blank, picture]],
]

test.for(bodies)(
  '[WI22] of a page that was discarded elsewhere, and holds %s now, the bin is told %s',
  ([, deletedAt, body]) => {
    const document = A.change(A.from<Fields>(newPage({}, at)), (draft) => {
      replaceBody(draft as A.Doc<unknown>, ['body'], body)
      draft.deletedAt = DISCARDED
    })
    expect(readRow(id, document, at)?.deletedAt).toBe(deletedAt)
  },
)
