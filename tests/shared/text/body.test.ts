import * as A from '@automerge/automerge'
import { describe, expect, test } from 'vitest'
import { replaceBody, writeBody } from '../../../src-shared/text/body.ts'
import { spansToSegments } from '../../../src-shared/text/segments.ts'
import { segmentsToTree } from '../../../src-shared/text/segments-to-tree.ts'
import { spansToTree } from '../../../src-shared/text/spans.ts'
import type { Tree } from '../../../src-shared/text/tree.ts'
import { treeToSegments } from '../../../src-shared/text/tree-to-segments.ts'
import { chance, seedsToRun } from '../../support/random.ts'
import { randomTree } from '../../support/random-tree.ts'

const ACTOR = 'aa'.repeat(16)

function stored(tree: Tree): A.Doc<{ body: string }> {
  return A.change(A.from({ body: '' }, { actor: ACTOR }), (doc) => writeBody(doc, ['body'], tree))
}

const read = (doc: A.Doc<unknown>) => spansToTree(A.spans(doc, ['body']))

describe('a stored text', () => {
  for (const seed of seedsToRun([], 40)) {
    test(`[ED1] seed ${seed}: what is written is read back, and rewriting it changes nothing`, () => {
      const tree = randomTree(chance(seed))
      const doc = stored(tree)
      expect(read(doc)).toEqual(tree)
      const again = A.change(doc, (draft) => replaceBody(draft, ['body'], read(doc)))
      expect(A.getHeads(again)).toEqual(A.getHeads(doc))
    })

    test(`[ED2] seed ${seed}: replacing a text gives exactly the new one`, () => {
      const random = chance(seed)
      const doc = stored(randomTree(random))
      const wanted = treeToSegments(randomTree(random))
      const changed = A.change(doc, (draft) => replaceBody(draft, ['body'], segmentsToTree(wanted)))
      expect(spansToSegments(A.spans(changed, ['body']))).toEqual(wanted)
    })
  }

  test('[ED1] an empty text is one empty paragraph', () => {
    expect(read(stored([]))).toEqual([{ kind: 'paragraph', content: [] }])
    expect(read(A.from({ body: '' }, { actor: ACTOR }))).toEqual([{ kind: 'paragraph', content: [] }])
  })

  test('[ED2] replacing a text keeps what somebody else writes meanwhile in the part that does not change', () => {
    const line = (text: string): Tree[number] => ({ kind: 'paragraph', content: [{ kind: 'text', text, marks: {} }] })
    const alice = stored([line('un'), line('deux'), line('trois')])
    const bob = A.change(A.clone(alice, { actor: 'bb'.repeat(16) }), (doc) => A.splice(doc, ['body'], 3, 0, ' café'))
    const changed = A.change(alice, (doc) => replaceBody(doc, ['body'], [line('un'), line('2'), line('trois')]))
    expect(read(A.merge(changed, bob))).toEqual([line('un café'), line('2'), line('trois')])
  })

  test('[ED4] two people who change one block at once keep one block, and both changes', () => {
    const check = (checked: boolean, text: string): Tree => [
      {
        kind: 'list',
        style: 'check',
        start: 1,
        items: [{ checked, blocks: [{ kind: 'heading', level: 1, content: [{ kind: 'text', text, marks: {} }] }] }],
      },
    ]
    const heading = (checked: boolean, level: number): Tree =>
      check(checked, 'titre').map((block) =>
        block.kind !== 'list'
          ? block
          : {
              ...block,
              items: block.items.map((item) => ({
                ...item,
                blocks: item.blocks.map((inner) => (inner.kind === 'heading' ? { ...inner, level } : inner)),
              })),
            },
      )
    const alice = stored(heading(false, 1))
    const bob = A.clone(alice, { actor: 'bb'.repeat(16) })
    const ticked = A.change(alice, (doc) => replaceBody(doc, ['body'], heading(true, 1)))
    const deeper = A.change(bob, (doc) => replaceBody(doc, ['body'], heading(false, 2)))
    expect(read(A.merge(ticked, deeper))).toEqual(heading(true, 2))
  })
})
