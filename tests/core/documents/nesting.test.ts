import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { applySafely, buildSafely } from '../../../src-main/core/documents/apply-safely.ts'
import { MAX_NESTING, tooDeep } from '../../../src-main/core/documents/nesting.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { newPage } from '../../../src-shared/model/page.ts'
import { replaceBody } from '../../../src-shared/text/body.ts'
import { markdownToTree } from '../../../src-shared/text/markdown.ts'
import { nestedMaps } from '../../support/nested.ts'
import { chance } from '../../support/random.ts'

const [author, other, third] = ['aa'.repeat(16), 'bb'.repeat(16), 'cc'.repeat(16)]

/** A change names the second it was made in: all pages are copies of this one. */
const first = A.from<Fields>({ title: 'Charte', body: 'Un' }, { actor: author })

function page(): A.Doc<Fields> {
  return A.clone(first, author)
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

test('[DO15] what is nested to the budget is applied, and one level more is not', () => {
  for (const changes of [1, 4, MAX_NESTING]) {
    const allowed = nestedMaps(page(), { actor: other, depth: MAX_NESTING, where: 'field', changes })
    expect(depthOf(applySafely(page(), allowed).document.bomb)).toBe(MAX_NESTING)
    const deep = nestedMaps(page(), { actor: other, depth: MAX_NESTING + 1, where: 'field', changes })
    expect(tooDeep(page(), deep).size).toBe(1)
  }
})

test('[DO15] it is the same in whatever order and in however many pieces it comes', () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = chance(seed)
    const base = page()
    const where = random.pick(['field', 'block'] as const)
    const pieces = nestedMaps(base, { actor: other, depth: 4 * MAX_NESTING, where, changes: 1 + random.below(40) })
    const shuffled = pieces
      .map((change) => ({ change, order: random.next() }))
      .toSorted((one, another) => one.order - another.order)
      .map(({ change }) => change)
    const { document } = buildSafely(() => A.clone(base), shuffled)
    expect(depthOf(A.toJS(document))).toBeLessThanOrEqual(1 + MAX_NESTING)
    // One after the other, as they come while the page is open.
    let open = A.clone(base)
    let waiting: Uint8Array[] = []
    for (const change of shuffled) {
      const applied = applySafely(open, [...waiting, change])
      open = applied.document
      waiting = applied.waiting
    }
    expect(A.getHeads(open)).toEqual(A.getHeads(document))
  }
})

test.each(['deleted', 'overwritten'] as const)(
  '[DO15] what is %s counts as it stood: nothing is nested deeper in it, and all decide alike',
  (fate) => {
    const maps = nestedMaps(page(), { actor: other, depth: 20, where: 'field' })
    const [nested] = A.applyChanges(A.clone(page(), other), maps)
    const hiding =
      fate === 'deleted' ? deletion(nested) : nestedMaps(page(), { actor: third, depth: 2, where: 'field' })
    const deeper = deeperMaps(nested, 20, MAX_NESTING - 19)
    const hidden = () => applySafely(page(), [...maps, ...hiding]).document
    expect(depthOf(hidden().bomb)).toBeLessThan(3)
    expect(applySafely(hidden(), deeper).deep.size).toBe(1)
    expect(buildSafely(page, [...maps, ...hiding, ...deeper]).deep.size).toBe(1)
    expect(applySafely(hidden(), deeperMaps(nested, 20, MAX_NESTING - 20)).deep.size).toBe(0)
  },
)

/** A change that takes the nested maps out of the page again. */
function deletion(nested: A.Doc<Fields>): Uint8Array[] {
  const without = A.change(A.clone(nested, author), (draft) => {
    delete draft.bomb
  })
  return A.getChangesSince(without, A.getHeads(nested))
}

/** A change that nests `more` maps in the innermost of `depth`. */
function deeperMaps(nested: A.Doc<Fields>, depth: number, more: number): Uint8Array[] {
  const backend = A.getBackend(A.clone(nested, other))
  const before = backend.getHeads()
  let [, map] = backend.getWithType('_root', 'bomb') as [string, string]
  for (let level = 1; level < depth; level++) [, map] = backend.getWithType(map, 'a') as [string, string]
  for (let level = 0; level < more; level++) map = backend.putObject(map, 'a', {})
  backend.commit()
  return backend.getChanges(before)
}

test('[DO15] pages of real blocks are far from the budget, written anew and changed many times', () => {
  const markdown = ['# Titre', '- un', '  - deux', '    - trois', '> cité', '- [ ] tâche'].join('\n\n')
  let document = A.change(A.from<Fields>(newPage({ title: 'Charte' }, 0), { actor: author }), (draft) => {
    replaceBody(draft, ['body'], markdownToTree(markdown))
  })
  for (let time = 0; time < 50; time++) {
    document = A.change(document, (draft) => {
      A.splitBlock(draft, ['body'], 0, { type: 'heading', parents: [], attrs: { level: (time % 3) + 1 } })
      A.updateBlock(draft, ['body'], 0, { type: 'heading', parents: ['quote'], attrs: { level: 1 } })
    })
  }
  const changes = A.getAllChanges(document)
  expect(tooDeep(A.init<Fields>(), changes).size).toBe(0)
  expect(A.getHeads(buildSafely(() => A.init<Fields>(), changes).document)).toEqual(A.getHeads(document))
})
