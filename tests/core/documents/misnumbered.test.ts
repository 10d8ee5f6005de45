import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { applySafely, buildSafely } from '../../../src-main/core/documents/apply-safely.ts'
import { checkNumbers } from '../../../src-main/core/documents/misnumbered.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'

const [author, other] = ['aa'.repeat(16), 'bb'.repeat(16)]

/** What `other` wrote behind a page, its operations numbered from so many after the right number. */
function numberedFrom(page: A.Doc<Fields>, shift: number, edit?: (draft: Fields) => void): Uint8Array {
  const copy = A.clone(page, { actor: other })
  const edited = edit ? A.change(copy, edit) : A.emptyChange(copy)
  const [change = new Uint8Array()] = A.getChangesSince(edited, A.getHeads(page))
  const decoded = A.decodeChange(change)
  return A.encodeChange({ ...decoded, startOp: decoded.startOp + shift })
}

const misnumbered = (document: A.Doc<Fields>, changes: Uint8Array[]) => checkNumbers(document, changes, {}).misnumbered

/** Made once: another second would give its change another name. */
const made = A.from<Fields>({ title: 'Charte', body: 'Un atelier' }, { actor: author })
const page = () => A.clone(made, { actor: author })

/** Deletes two letters: the shortest change that was seen to do harm. */
const deletion = (draft: Fields) => A.splice(draft, ['body'], 2, 2)

const isLoadable = (document: A.Doc<Fields>) => {
  A.free(A.load(A.save(document)))
  return true
}

test('[DO13] a change that begins before what it builds upon ends is not applied, and what is saved is loaded', () => {
  for (const shift of [-1, -5]) {
    const bad = numberedFrom(page(), shift, deletion)
    expect(() => isLoadable(A.applyChanges(page(), [bad])[0])).toThrow()
    const open = applySafely(page(), [bad]).document
    const built = buildSafely(() => A.init<Fields>(), [...A.getAllChanges(page()), bad]).document
    for (const document of [open, built]) {
      expect(A.getHeads(document)).toEqual(A.getHeads(page()))
      expect(isLoadable(document)).toBe(true)
    }
  }
})

test('[DO13] numbers may be left out before a change that does something, and not before one that does nothing', () => {
  for (const shift of [0, 1, 100]) expect(misnumbered(page(), [numberedFrom(page(), shift, deletion)]).size).toBe(0)
  expect(misnumbered(page(), [numberedFrom(page(), 0)]).size).toBe(0)
  for (const shift of [-1, 1, 100]) expect(misnumbered(page(), [numberedFrom(page(), shift)]).size).toBe(1)
  // Automerge would make room for two thousand million.
  expect(misnumbered(page(), [numberedFrom(page(), 2 ** 31, deletion)]).size).toBe(1)
})

test('[DO13] what comes with the change it builds upon is judged alike, and what waits is judged when that comes', () => {
  const [first = new Uint8Array()] = A.getAllChanges(page())
  const bad = numberedFrom(page(), -1, deletion)
  expect(misnumbered(A.init<Fields>(), [bad, first])).toEqual(new Set([bad]))
  const waiting = applySafely(A.init<Fields>(), [bad])
  expect(waiting.waiting).toEqual([bad])
  expect(applySafely(waiting.document, [first, ...waiting.waiting]).document).toEqual(page())
})

/** Each skips so many numbers behind the one before, or all behind the page. */
function leavingOut(count: number, shift: number, isChain: boolean): Uint8Array[] {
  const changes: Uint8Array[] = []
  let last = page()
  for (let index = 0; index < count; index++) {
    // Every one is another actor of the same device.
    const actor = `${other.slice(0, 28)}${index.toString(16).padStart(4, '0')}`
    const copy = A.clone(isChain ? last : page(), { actor })
    const heads = A.getHeads(copy)
    const [change = new Uint8Array()] = A.getChangesSince(
      A.change(copy, (draft) => A.splice(draft, ['body'], 0, 1)),
      heads,
    )
    const decoded = A.decodeChange(change)
    changes.push(A.encodeChange({ ...decoded, startOp: decoded.startOp + shift }))
    last = A.applyChanges(last, changes.slice(-1))[0]
  }
  return changes
}

test('[DO13] what one device leaves out in a document is bounded in all, in a chain and side by side, read at once or as it comes', () => {
  for (const isChain of [true, false]) {
    const changes = leavingOut(5, 400_000, isChain)
    const built = buildSafely(page, changes)
    const open = changes.reduce(
      ({ document, waiting, leftOut }, change) => applySafely(document, [...waiting, change], leftOut),
      applySafely(page(), []),
    )
    for (const { document, leftOut } of [built, open]) {
      // Two of them fit into a million.
      expect(leftOut).toEqual({ [other.slice(0, 28)]: 800_000 })
      expect(A.getAllChanges(document)).toEqual([...A.getAllChanges(page()), ...changes.slice(0, 2)])
    }
    // What the document has already is not counted again.
    expect(checkNumbers(open.document, changes.slice(0, 2), open.leftOut).leftOut).toEqual(open.leftOut)
  }
})
