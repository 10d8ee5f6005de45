import {
  type Icon,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconCode,
  IconH1,
  IconH2,
  IconH3,
  IconItalic,
  IconLinkOff,
  IconList,
  IconListCheck,
  IconListNumbers,
  IconSeparatorHorizontal,
  IconSourceCode,
  IconStrikethrough,
} from '@tabler/icons-react'
import type { ChainedCommands, Editor } from '@tiptap/core'
import type { EditorString } from './slash-items.ts'

/** A button that acts on the text: it is pressed while what it gives is there. */
export interface Tool {
  name: EditorString
  icon: Icon
  run(chain: ChainedCommands): ChainedCommands
  /** Absent: it is done, and is in no state. */
  isActive?(editor: Editor): boolean
  isDisabled?(editor: Editor): boolean
}

function heading(name: EditorString, icon: Icon, level: 1 | 2 | 3): Tool {
  return {
    name,
    icon,
    run: (chain) => chain.toggleHeading({ level }),
    isActive: (editor) => editor.isActive('heading', { level }),
  }
}

function toggle(name: EditorString, icon: Icon, type: string, run: Tool['run']): Tool {
  return { name, icon, run, isActive: (editor) => editor.isActive(type) }
}

export const history: Tool[] = [
  {
    name: 'undo',
    icon: IconArrowBackUp,
    run: (chain) => chain.undo(),
    isDisabled: (editor) => !editor.can().undo(),
  },
  {
    name: 'redo',
    icon: IconArrowForwardUp,
    run: (chain) => chain.redo(),
    isDisabled: (editor) => !editor.can().redo(),
  },
]

export const headings: Tool[] = [
  heading('heading1', IconH1, 1),
  heading('heading2', IconH2, 2),
  heading('heading3', IconH3, 3),
]

export const letters: Tool[] = [
  toggle('bold', IconBold, 'bold', (chain) => chain.toggleBold()),
  toggle('italic', IconItalic, 'italic', (chain) => chain.toggleItalic()),
  toggle('strike', IconStrikethrough, 'strike', (chain) => chain.toggleStrike()),
  toggle('code', IconCode, 'code', (chain) => chain.toggleCode()),
]

export const unlink: Tool = {
  name: 'unlink',
  icon: IconLinkOff,
  run: (chain) => chain.unsetLink(),
  isDisabled: (editor) => !editor.isActive('link'),
}

export const blocks: Tool[] = [
  toggle('bulletList', IconList, 'bulletList', (chain) => chain.toggleBulletList()),
  toggle('orderedList', IconListNumbers, 'orderedList', (chain) => chain.toggleOrderedList()),
  toggle('checkList', IconListCheck, 'taskList', (chain) => chain.toggleTaskList()),
  toggle('quote', IconBlockquote, 'blockquote', (chain) => chain.toggleBlockquote()),
  toggle('codeBlock', IconSourceCode, 'codeBlock', (chain) => chain.toggleCodeBlock()),
  { name: 'rule', icon: IconSeparatorHorizontal, run: (chain) => chain.setHorizontalRule() },
]
