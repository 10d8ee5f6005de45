import { expect, test } from 'vitest'
import { changedFields, type ResourceValues } from '../../../src-renderer/views/inventory/resource-changes.ts'

const saw: ResourceValues = {
  name: 'Scie à ruban',
  category: 'material',
  description: '',
  quantity: 1,
  place: null,
  state: 'available',
  conditions: 'Avec une formation',
  tags: ['bois'],
  picture: null,
}

test('[WI14] saving a form writes what was changed in it, and nothing else', () => {
  expect(changedFields(saw, { ...saw, tags: ['bois'] })).toEqual({})
  expect(changedFields(saw, { ...saw, quantity: null, tags: ['bois', 'métal'] })).toEqual({
    quantity: null,
    tags: ['bois', 'métal'],
  })
  expect(changedFields(saw, { ...saw, conditions: '' })).toEqual({ conditions: '' })
})
