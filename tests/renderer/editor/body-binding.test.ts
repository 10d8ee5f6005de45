import * as A from '@automerge/automerge'
import { toggleMark } from '@tiptap/pm/commands'
import { TextSelection } from '@tiptap/pm/state'
import { describe, expect, test } from 'vitest'
import { joinNextList } from '../../../src-renderer/editor/list-boundary.ts'
import { undo } from '../../../src-renderer/editor/undo-extension.ts'
import { spansToSegments } from '../../../src-shared/text/segments.ts'
import type { Block, Tree } from '../../../src-shared/text/tree.ts'
import { chance, seedsToRun } from '../../support/random.ts'
import { randomTree } from '../../support/random-tree.ts'
import { sample } from '../../support/sample.ts'
import { randomEdit } from './random-edits.ts'
import { actors, meet, schema, type Writer, writers } from './writer.ts'

const paragraph = (text: string, marks = {}): Block => ({ kind: 'paragraph', content: [{ kind: 'text', text, marks }] })

function pair(tree: Tree): [Writer, Writer] {
  const [alice, bob] = writers(tree, 2)
  if (!alice || !bob) throw new Error('two people')
  return [alice, bob]
}

const text = (writer: Writer) => writer.state.doc.textBetween(0, writer.state.doc.content.size, '|', '/')

function select(writer: Writer, from: number, to = from) {
  writer.dispatch(writer.state.tr.setSelection(TextSelection.create(writer.state.doc, from, to)))
}

describe('an editor and its stored text', () => {
  test('[ED6] what is composed while others write is written where the person saw it', () => {
    const [alice, bob] = pair([paragraph('nihon')])
    alice.composing = true
    alice.type('日', 6)
    bob.type('Le mot : ', 1)
    alice.source.receive(bob.source)
    alice.binding.showNow()
    alice.type('本', 7)
    expect(text(alice)).toBe('nihon日本')
    meet([alice, bob])
    expect([text(alice), text(bob)]).toEqual(['Le mot : nihon日本', 'Le mot : nihon日本'])
  })

  test('[ED7] undo takes back one’s own word and leaves the other’s', () => {
    const [alice, bob] = pair([paragraph('un'), paragraph('deux')])
    alice.type(' alice', 3)
    bob.type(' bob', 9)
    meet([alice, bob])
    alice.run(undo)
    meet([alice, bob])
    expect([text(alice), text(bob)]).toEqual(['un|deux bob', 'un|deux bob'])
  })

  test('[ED8] the caret stays after its letter while others write before it, at it and after it', () => {
    const [alice, bob] = pair([paragraph('abc'), paragraph('def')])
    select(alice, 3)
    bob.type('!', 3)
    bob.type('début ', 1)
    meet([alice, bob])
    expect(text(alice)).toBe('début ab!c|def')
    const { from } = alice.state.selection
    expect(alice.state.doc.textBetween(from - 1, from)).toBe('b')
  })

  test('[ED8] the caret keeps its letter when it moved after others wrote and before that was shown', () => {
    const [alice, bob] = pair([paragraph('abcdef')])
    bob.type('12', 1)
    alice.source.receive(bob.source)
    select(alice, 6)
    alice.binding.showNow()
    const { from } = alice.state.selection
    expect(alice.state.doc.textBetween(from - 1, from)).toBe('e')
  })

  test('[ED9] a letter typed where bold letters were deleted is not bold', () => {
    const [alice, bob] = pair([paragraph('ab')])
    const bold = schema.marks.bold
    select(alice, 2, 3)
    if (bold) alice.run(toggleMark(bold))
    alice.dispatch(alice.state.tr.delete(2, 3))
    alice.dispatch(alice.state.tr.insert(2, schema.text('x')))
    meet([alice, bob])
    expect(bob.state.doc.toString()).toBe('doc(paragraph("ax"))')
  })

  test('[ED9] a letter keeps the marks of its writer when it is typed behind changes still to be shown', () => {
    const [alice, bob] = pair([paragraph('ab', { strong: true }), paragraph('cd')])
    bob.type('zz', 5)
    alice.source.receive(bob.source)
    alice.dispatch(alice.state.tr.insert(3, schema.text('x')))
    meet([alice, bob])
    expect(bob.state.doc.toString()).toBe('doc(paragraph(bold("ab"), "x"), paragraph("zzcd"))')
  })

  test('[ED10] a line of changes behind the tip is still under the same actor', () => {
    const [alice, bob] = pair([paragraph('a')])
    bob.type('b', 1)
    alice.type('1', 1)
    alice.source.receive(bob.source)
    for (const letter of '234') alice.type(letter, 2)
    bob.source.receive(alice.source)
    expect(bob.actors()).toEqual([...actors.slice(0, 2), 'ff'.repeat(16)])
  })

  test('[ED10] what is typed right after our own change of a title is still under our actor', () => {
    const [alice, bob] = pair([paragraph('a')])
    bob.type('b', 1)
    alice.source.receive(bob.source)
    alice.source.change((doc) => {
      Reflect.set(doc, 'title', 'Un titre')
    })
    alice.type('c', 1)
    meet([alice, bob])
    expect(alice.actors()).toEqual([...actors.slice(0, 2), 'ff'.repeat(16)])
    expect(text(bob)).toBe('cba')
  })

  test('[ED11] blocks that did not change stay the very same nodes', () => {
    const [alice, bob] = pair([paragraph('un'), paragraph('deux'), paragraph('trois')])
    const [first, , third] = alice.state.doc.children
    bob.type('!', 6)
    meet([alice, bob])
    expect([alice.state.doc.child(0) === first, alice.state.doc.child(2) === third]).toEqual([true, true])
  })

  test('[ED3] an edit that adds a line feed as a letter shows as the hard break it is stored as', () => {
    const [alice] = pair([paragraph('ab')])
    alice.type('\n', 2)
    alice.show()
    expect(alice.state.doc.toString()).toBe('doc(paragraph("a", hardBreak, "b"))')
  })
})

describe('keys', () => {
  test('[ED15] Delete behind the last number brings up the words of the first box, and leaves the others boxes', () => {
    const item = (text: string, checked: boolean) => ({ checked, blocks: [paragraph(text)] })
    const [alice] = pair([
      { kind: 'list', style: 'ordered', start: 1, items: [item('deux', false)] },
      { kind: 'list', style: 'check', start: 1, items: [item('fait', true), item('à faire', false)] },
    ])
    select(alice, 7)
    expect(alice.run(joinNextList)).toBe(true)
    expect(alice.state.doc.toString()).toBe(
      'doc(orderedList(listItem(paragraph("deuxfait"))), taskList(taskItem(paragraph("à faire"))))',
    )
    select(alice, 24)
    expect(alice.run(joinNextList)).toBe(false)
  })
})

describe('texts that no editor of ours wrote', () => {
  const garbage: Record<string, unknown>[] = [
    {},
    { type: 'heading', level: 99 },
    { type: 'heading', level: { a: ['style', null] } },
    { type: 'callout', tone: 'warning', nested: { deep: [1, { x: null }] } },
    { type: 'image', hash: 'http://pisteur.example/a.png' },
    { type: 'paragraph', within: 'bullet-list', shared: 7 },
    { type: 'paragraph', within: 'item/item/quote', shared: -1 },
    { type: 'paragraph', within: 'grid/column', shared: 1, '0.width': 3, '9.width': 3, '1.__proto__': 1 },
    { type: 'rule', within: 'check-list/item', '0.checked': 'oui' },
    { type: 'code', language: 3, within: '//' },
    { type: 'paragraph', within: 'quote/'.repeat(5_000) },
    { type: 'ordered-list', at: new Date(0), bytes: new Uint8Array(3) },
  ]

  for (const seed of seedsToRun([], sample(8, 16))) {
    test(`[ED5] seed ${seed}: pages with strange blocks and marks open, are edited, and agree`, () => {
      const random = chance(seed)
      const people = writers(randomTree(random), 3)
      for (let step = 0; step < 60; step++) {
        const writer = random.pick(people)
        const other = random.pick(people)
        const happening = random.below(4)
        if (happening === 0) {
          const length = (writer.source.doc() as { body: string }).body.length
          writer.source.change((doc) => {
            const place = random.below(length + 1)
            if (random.below(3) > 0)
              A.splitBlock(doc, ['body'], place, random.pick(garbage) as { [key: string]: A.MaterializeValue })
            else if (place + 2 < length) {
              const name = random.pick(['strong', 'comment', 'link', '__proto__', 'constructor'])
              A.mark(doc, ['body'], { start: place, end: place + 2, expand: 'both' }, name, random.pick(['x', 3, true]))
            }
          })
          writer.show()
        } else if (happening === 1 && writer !== other) {
          writer.source.receive(other.source)
          if (random.below(2) === 0) writer.show()
        } else randomEdit(writer, random, 'mot')
        writer.state.doc.check()
        expect(writer.failures).toEqual([])
      }
      meet(people)
      const [first, ...others] = people.map((writer) => writer.state.doc.toJSON())
      expect(others).toEqual([first, first])
      expect(people.map((writer) => writer.stored().toJSON())).toEqual([first, first, first])
    })
  }

  test('[ED5] what this version does not know is given back when the words beside it change', () => {
    const [alice, bob] = pair([paragraph('avant')])
    bob.source.change((doc) => {
      A.splitBlock(doc, ['body'], 6, { type: 'callout', tone: 'warning', nested: { deep: [1] } })
      A.splice(doc, ['body'], 7, 0, 'Attention')
      A.mark(doc, ['body'], { start: 7, end: 10, expand: 'none' }, 'comment', 'id-3')
    })
    meet([alice, bob])
    alice.type(' !', alice.state.doc.content.size - 1)
    alice.type('bien ', 1)
    meet([alice, bob])
    const [, strange] = spansToSegments(A.spans(bob.source.doc(), ['body']))
    expect(strange).toEqual({
      marker: { type: 'callout', tone: 'warning', nested: { deep: [1] } },
      text: 'Attention !',
      runs: [
        { length: 3, marks: { comment: 'id-3' } },
        { length: 8, marks: {} },
      ],
    })
  })
})
