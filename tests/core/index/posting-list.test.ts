import { expect, test } from 'vitest'
import {
  BUCKET_SIZE,
  changedPostings,
  type Field,
  fields,
  type PostingChanges,
  readPostings,
} from '../../../src-main/core/index/posting-list.ts'
import { chance } from '../../support/random.ts'

function read(list: string): [number, number][] {
  const found: [number, number][] = []
  readPostings(list, (place, field) => found.push([place, field]))
  return found
}

test('[SE7] lists hold what was put, in order, after any run of changes', () => {
  const random = chance(7)
  const pick = random.below
  const expected = new Map<number, Field>()
  let list = ''
  for (let turn = 0; turn < 300; turn += 1) {
    const changes: PostingChanges = new Map()
    for (let count = 0; count <= pick(5); count += 1) {
      const field = [undefined, fields.title, fields.tags, fields.body][pick(4)]
      const place = pick(turn < 150 ? 40 : BUCKET_SIZE)
      changes.set(place, field)
      if (field === undefined) expected.delete(place)
      else expected.set(place, field)
    }
    list = changedPostings(list, changes)
    expect(read(list)).toEqual([...expected].sort(([one], [other]) => one - other))
  }
  expect(JSON.stringify(list).length).toBe(list.length + 2)
})
