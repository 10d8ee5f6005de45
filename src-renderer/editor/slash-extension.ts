import { Extension } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion'
import { type EditorString, findSlashItems, type SlashItem } from './slash-items.ts'

/** What the menu shows while it is open. */
export interface SlashMenuState {
  readonly items: readonly SlashItem[]
  readonly selected: number
  readonly place: DOMRect | null
  choose(item: SlashItem): void
}

export interface SlashOptions {
  label(name: EditorString): string
  /** Asks for a picture and puts it on the page. */
  askImage(): void
  show(state: SlashMenuState | undefined): void
}

/** `/` at the start of a word opens a menu of what can be inserted; arrows, Enter and Escape do what one expects. */
export const SlashExtension = Extension.create<SlashOptions>({
  name: 'slash',
  addOptions: () => ({ label: (name) => name, askImage: () => undefined, show: () => undefined }),
  addProseMirrorPlugins() {
    const { label, askImage, show } = this.options
    let state: SlashMenuState | undefined
    const update = (next: SlashMenuState | undefined) => {
      state = next
      show(next)
    }
    const open = (props: SuggestionProps<SlashItem, SlashItem>) =>
      update({
        items: props.items,
        selected: Math.min(state?.selected ?? 0, Math.max(0, props.items.length - 1)),
        place: props.clientRect?.() ?? null,
        choose: props.command,
      })
    const move = (by: number) => {
      if (!state || state.items.length === 0) return
      update({ ...state, selected: (state.selected + by + state.items.length) % state.items.length })
    }
    return [
      Suggestion<SlashItem, SlashItem>({
        editor: this.editor,
        pluginKey: new PluginKey('slash'),
        char: '/',
        items: ({ query }) => findSlashItems(query, label),
        allow: ({ state: { selection } }) => !selection.$from.parent.type.spec.code,
        command: ({ editor, range, props }) => {
          const chain = editor.chain().focus().deleteRange(range)
          if (props.insert) props.insert(chain).run()
          else {
            chain.run()
            askImage()
          }
        },
        render: () => ({
          onStart: open,
          onUpdate: open,
          onExit: () => update(undefined),
          onKeyDown: ({ event }) => {
            const chosen = state?.items[state.selected]
            if (event.key === 'ArrowDown') move(1)
            else if (event.key === 'ArrowUp') move(-1)
            else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) state?.choose(chosen)
            else if (event.key === 'Escape') update(undefined)
            else return false
            return true
          },
        }),
      }),
    ]
  },
})
