import type { ChainedCommands } from '@tiptap/core'
import type { editorFr } from '../strings/editor.fr.ts'

export type EditorString = keyof typeof editorFr

/** Something that can be inserted by its name. */
export interface SlashItem {
  readonly name: EditorString
  /** Undefined for the picture, which asks for a file. */
  readonly insert: ((chain: ChainedCommands) => ChainedCommands) | undefined
}

export const slashItems: readonly SlashItem[] = [
  { name: 'heading1', insert: (chain) => chain.setHeading({ level: 1 }) },
  { name: 'heading2', insert: (chain) => chain.setHeading({ level: 2 }) },
  { name: 'heading3', insert: (chain) => chain.setHeading({ level: 3 }) },
  { name: 'paragraph', insert: (chain) => chain.setParagraph() },
  { name: 'bulletList', insert: (chain) => chain.toggleBulletList() },
  { name: 'orderedList', insert: (chain) => chain.toggleOrderedList() },
  { name: 'checkList', insert: (chain) => chain.toggleTaskList() },
  { name: 'quote', insert: (chain) => chain.toggleBlockquote() },
  { name: 'codeBlock', insert: (chain) => chain.toggleCodeBlock() },
  { name: 'image', insert: undefined },
  { name: 'rule', insert: (chain) => chain.setHorizontalRule() },
]

/** Items whose name holds the words typed, whatever accents and capitals. */
export function findSlashItems(query: string, label: (name: EditorString) => string): SlashItem[] {
  const words = plain(query)
  return slashItems.filter((item) => plain(label(item.name)).includes(words))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
