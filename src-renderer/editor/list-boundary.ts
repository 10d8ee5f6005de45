import { Extension } from '@tiptap/core'
import { joinTextblockForward } from '@tiptap/pm/commands'
import type { Node } from '@tiptap/pm/model'
import type { Command } from '@tiptap/pm/state'

const lists = ['bulletList', 'orderedList', 'taskList']

/** Behind the last item of a list that another list follows: the words of its first item come up, and no list goes into the other. */
export const joinNextList: Command = (state, dispatch) => {
  const { $head, empty } = state.selection
  if (!empty || $head.parentOffset < $head.parent.content.size) return false
  let depth = $head.depth
  while (depth > 0 && $head.indexAfter(depth - 1) === $head.node(depth - 1).childCount) depth--
  if (depth === 0) return false
  const next = $head.node(depth - 1).maybeChild($head.indexAfter(depth - 1))
  return isList($head.node(depth)) && isList(next) && joinTextblockForward(state, dispatch)
}

function isList(node: Node | null): boolean {
  return node !== null && lists.includes(node.type.name)
}

/** Asked before TipTap's own keys of lists, which would take a whole list in as a part of an item. */
export const ListBoundary = Extension.create({
  name: 'listBoundary',
  priority: 200,
  addKeyboardShortcuts() {
    const join = () => this.editor.commands.command(({ state, dispatch }) => joinNextList(state, dispatch))
    return { Delete: join, 'Mod-Delete': join }
  },
})
