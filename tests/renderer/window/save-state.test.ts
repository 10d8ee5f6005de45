import { next as A } from '@automerge/automerge'
import { expect, test } from 'vitest'
import { saveStateOf } from '../../../src-renderer/hooks/save-state.ts'

const alice = 'aa'.repeat(16)
const bob = 'bb'.repeat(16)

function write(document: A.Doc<unknown>, text: string): A.Doc<unknown> {
  return A.change(document, (doc) => {
    ;(doc as { text: string }).text = text
  })
}

test('[WI1] saved only once the heads on disk hold every change of ours', () => {
  const first = write(A.init<unknown>({ actor: alice }), 'one')
  const before = [saveStateOf(first, alice, [], undefined), saveStateOf(first, alice, A.getHeads(first), undefined)]
  const firstHeads = A.getHeads(first)
  const second = write(first, 'two')
  const after = [
    saveStateOf(second, alice, firstHeads, undefined),
    saveStateOf(second, alice, A.getHeads(second), undefined),
  ]
  expect([...before, ...after].map(({ state }) => state)).toEqual(['saving', 'saved', 'saving', 'saved'])
})

test('[WI1] a refusal is told while something of ours waits, and forgotten when nothing does', () => {
  const document = write(A.init<unknown>({ actor: alice }), 'one')
  expect([
    saveStateOf(document, alice, [], 'disk-full'),
    saveStateOf(document, alice, A.getHeads(document), 'disk-full'),
  ]).toEqual([{ state: 'unsaved', code: 'disk-full' }, { state: 'saved' }])
})

test('[WI1] what others write is theirs to save, and heads we have not seen prove nothing', () => {
  const start = write(A.init<unknown>({ actor: alice }), 'one')
  const theirs = write(A.clone(start, { actor: bob }), 'two')
  const merged = A.merge(A.clone(start, { actor: alice }), theirs)
  expect([
    saveStateOf(merged, alice, A.getHeads(start), undefined).state,
    saveStateOf(write(start, 'three'), alice, A.getHeads(theirs), undefined).state,
  ]).toEqual(['saved', 'saving'])
})

test('[WI1] what this window wrote under the actor it had before the core restarted still waits', () => {
  const before = write(A.init<unknown>({ actor: alice }), 'one')
  const next = `${alice.slice(0, -4)}0002`
  const reopened = A.clone(before, { actor: next })
  expect([
    saveStateOf(reopened, next, [], 'disk-full'),
    saveStateOf(reopened, next, A.getHeads(before), undefined),
  ]).toEqual([{ state: 'unsaved', code: 'disk-full' }, { state: 'saved' }])
})
