import { expect, test } from 'vitest'
import { choicesOf, draftOf, isKept } from '../../../src-renderer/views/notes/note-choice.ts'
import { parseNotes } from '../../../src-shared/notes/parse-notes.ts'

const notes = parseNotes(
  'Rencontre\n\nMatériel\n- 2 imprimantes 3D\n- un vidéoprojecteur\n\nProjets\n- atelier couture',
)

test('[WI7] every line is proposed with its category and quantity', () => {
  expect(choicesOf(notes).map(draftOf)).toEqual([
    { name: '2 imprimantes 3D', category: 'material', quantity: 2 },
    { name: 'un vidéoprojecteur', category: 'material', quantity: null },
    { name: 'atelier couture', category: 'project', quantity: null },
  ])
})

test('[WI7] a refused or emptied line is not kept', () => {
  const [first, second, third] = choicesOf(notes)
  if (!first || !second || !third) throw new Error('three notes were expected')
  expect([{ ...first, kept: false }, { ...second, text: '  ' }, third].map(isKept)).toEqual([false, false, true])
})

test('a note longer than a name keeps all its words in the description', () => {
  const text = 'mot '.repeat(200)
  const draft = draftOf({ id: 0, kept: true, text, category: 'other', quantity: null })
  expect([draft.name.length, draft.description]).toEqual([500, text.trim()])
})
