/**
 * What a keystroke, an Enter and a remote edit cost the binding, without a window:
 * `npx tsx tests/bench/typing-model.ts`. The figures are written to standard output.
 */
import { splitBlock } from '@tiptap/pm/commands'
import { TextSelection } from '@tiptap/pm/state'
import type { Block } from '../../src-shared/text/tree.ts'
import { type Writer, writers } from '../renderer/editor/writer.ts'

function median(times: number[]): string {
  const sorted = times.sort((left, right) => left - right)
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(2)
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

function measure(characters: number): string {
  const line: Block = { kind: 'paragraph', content: [{ kind: 'text', text: 'mot '.repeat(25), marks: {} }] }
  const tree = Array.from({ length: characters / 100 }, () => line)
  let people: Writer[] = []
  const opening = time(() => {
    people = writers(tree, 2)
  })
  const [alice, bob] = people
  if (!alice || !bob) return ''
  const middle = Math.floor(alice.state.doc.content.size / 2 / 102) * 102 + 10
  alice.dispatch(alice.state.tr.setSelection(TextSelection.create(alice.state.doc, middle)))
  const times = (count: number, run: () => void) => median(Array.from({ length: count }, () => time(run)))
  const key = times(200, () => alice.dispatch(alice.state.tr.insertText('x')))
  const enter = times(20, () => alice.run(splitBlock))
  bob.source.receive(alice.source)
  bob.show()
  const remote = times(10, () => {
    bob.type('y', 20)
    alice.source.receive(bob.source)
    alice.binding.showNow()
  })
  bob.type('z', 30)
  alice.source.receive(bob.source)
  const behind = times(5, () => alice.dispatch(alice.state.tr.insertText('x')))
  return `${characters} characters: two editors opened ${opening.toFixed(0)} ms; key ${key} ms; Enter ${enter} ms; remote edit received and shown ${remote} ms; key while a remote edit waits ${behind} ms`
}

for (const characters of [1_000, 20_000, 100_000]) process.stdout.write(`${measure(characters)}\n`)
