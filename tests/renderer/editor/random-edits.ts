import {
  chainCommands,
  joinBackward,
  joinForward,
  lift,
  liftEmptyBlock,
  newlineInCode,
  setBlockType,
  splitBlock,
  toggleMark,
  wrapIn,
} from '@tiptap/pm/commands'
import type { NodeType } from '@tiptap/pm/model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import { redo, undo } from '../../../src-renderer/editor/undo-extension.ts'
import type { Chance } from '../../support/random.ts'
import { schema, type Writer } from './writer.ts'

const node = (name: string): NodeType => {
  const type = schema.nodes[name]
  if (!type) throw new Error(name)
  return type
}

const listItem = node('listItem')
const taskItem = node('taskItem')

/** One thing that a person does, `writes` when it is not to be an undo. Every kind of block and mark the editor has is in reach. */
export function randomEdit(
  writer: Writer,
  chance: Chance,
  token: string,
  does: 'anything' | 'writes' = 'anything',
): void {
  const edits: (() => unknown)[] = [
    () => typeToken(writer, chance, token),
    () => typeToken(writer, chance, token),
    () => typeToken(writer, chance, token),
    () => caret(writer, chance) && writer.run(enter),
    () => caret(writer, chance) && writer.run(enter),
    () => blockStart(writer, chance) && writer.run(joinBackward),
    () => blockStart(writer, chance) && writer.run(joinForward),
    () => deleteRange(writer, chance, 12),
    () => deleteRange(writer, chance, 40),
    () => range(writer, chance, 30) && toggleRandomMark(writer, chance),
    () => range(writer, chance, 30) && toggleRandomMark(writer, chance),
    () => caret(writer, chance) && toggleRandomMark(writer, chance),
    () => range(writer, chance, 30) && setRandomBlockType(writer, chance),
    () => range(writer, chance, 30) && writer.run(wrapIn(node('blockquote'))),
    () => range(writer, chance, 30) && wrapInRandomList(writer, chance),
    () => range(writer, chance, 30) && wrapInRandomList(writer, chance),
    () => range(writer, chance, 20) && writer.run(lift),
    () => range(writer, chance, 20) && writer.run(chainCommands(liftListItem(listItem), liftListItem(taskItem))),
    () => range(writer, chance, 20) && writer.run(chainCommands(sinkListItem(listItem), sinkListItem(taskItem))),
    () => caret(writer, chance) && insertAtom(writer, chance),
    () => paste(writer, chance),
    () => changeAttribute(writer, chance),
  ]
  const steps = [() => writer.run(undo), () => writer.run(undo), () => writer.run(redo)]
  chance.pick(does === 'writes' ? edits : [...edits, ...steps])()
}

const enter = chainCommands(newlineInCode, splitListItem(listItem), splitListItem(taskItem), liftEmptyBlock, splitBlock)

function place(writer: Writer, chance: Chance): number {
  return chance.below(writer.state.doc.content.size + 1)
}

function caret(writer: Writer, chance: Chance): boolean {
  return select(writer, place(writer, chance), undefined)
}

function range(writer: Writer, chance: Chance, longest: number): boolean {
  const from = place(writer, chance)
  return select(writer, from, Math.min(writer.state.doc.content.size, from + chance.below(longest)))
}

function select(writer: Writer, anchor: number, head = anchor): boolean {
  const { doc, tr } = writer.state
  writer.dispatch(tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))))
  return true
}

function blockStart(writer: Writer, chance: Chance): boolean {
  const at = writer.state.doc.resolve(place(writer, chance))
  return select(writer, at.parent.isTextblock ? at.start() : at.pos)
}

function typeToken(writer: Writer, chance: Chance, token: string) {
  caret(writer, chance)
  const { state } = writer
  if (!state.selection.$from.parent.isTextblock) return
  if (chance.below(2) === 0) {
    writer.dispatch(state.tr.insertText(token))
    return
  }
  // Letter by letter, as people do.
  for (const letter of token) writer.dispatch(writer.state.tr.insertText(letter))
}

function deleteRange(writer: Writer, chance: Chance, longest: number) {
  range(writer, chance, longest)
  writer.dispatch(writer.state.tr.deleteSelection())
}

function toggleRandomMark(writer: Writer, chance: Chance) {
  const name = chance.pick(['bold', 'italic', 'strike', 'code', 'link', 'unknownMark'])
  const type = schema.marks[name]
  const attributes: Record<string, Record<string, unknown>> = {
    link: { href: `https://exemple.org/${chance.below(3)}` },
    unknownMark: { name: 'comment', value: chance.below(3) },
  }
  if (type) writer.run(toggleMark(type, attributes[name]))
}

function setRandomBlockType(writer: Writer, chance: Chance) {
  const choices: [string, Record<string, unknown>?][] = [
    ['paragraph'],
    ['heading', { level: 1 + chance.below(6) }],
    ['codeBlock', { language: chance.pick([null, 'js']) }],
    ['unknownBlock', { type: 'callout', extra: { tone: chance.below(3) } }],
  ]
  const [name, attributes] = chance.pick(choices)
  writer.run(setBlockType(node(name), attributes))
}

function wrapInRandomList(writer: Writer, chance: Chance) {
  const [name, attributes] = chance.pick<[string, Record<string, unknown>]>([
    ['bulletList', {}],
    ['orderedList', { start: 1 + chance.below(3) }],
    ['taskList', {}],
  ])
  writer.run(wrapInList(node(name), attributes))
}

function insertAtom(writer: Writer, chance: Chance) {
  const { tr } = writer.state
  const name = chance.pick(['horizontalRule', 'pageImage', 'hardBreak'])
  const attributes = name === 'pageImage' ? { hash: 'cd'.repeat(32), alt: 'plan' } : null
  writer.dispatch(tr.replaceSelectionWith(node(name).create(attributes)))
}

function paste(writer: Writer, chance: Chance) {
  const { doc } = writer.state
  const from = place(writer, chance)
  const slice = doc.slice(from, Math.min(doc.content.size, from + chance.below(25)))
  caret(writer, chance)
  writer.dispatch(writer.state.tr.replaceSelection(slice))
}

function changeAttribute(writer: Writer, chance: Chance) {
  const { doc, tr } = writer.state
  const found: number[] = []
  doc.descendants((child, position) => {
    if (['taskItem', 'orderedList', 'pageImage'].includes(child.type.name)) found.push(position)
  })
  if (found.length === 0) return
  const position = chance.pick(found)
  const child = doc.nodeAt(position)
  if (child?.type.name === 'taskItem') tr.setNodeAttribute(position, 'checked', !child.attrs.checked)
  else if (child?.type.name === 'orderedList') tr.setNodeAttribute(position, 'start', chance.below(9))
  else if (chance.below(2) === 0) tr.setNodeAttribute(position, 'alt', `plan ${chance.below(9)}`)
  else tr.setSelection(NodeSelection.create(doc, position)).deleteSelection()
  writer.dispatch(tr)
}
