import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import {
  type Command,
  type EditorState,
  Plugin,
  PluginKey,
  Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state'
import { changeStart } from './document-difference.ts'
import { replaceDocument } from './document-replacement.ts'
import { placeOfPosition, positionAfterPlace } from './flat-position.ts'
import { emptyHistory, type OwnHistory, recordForeign, recordOwn, step } from './own-history.ts'

/** Typing goes on for so long without a pause: one undo takes it all back. */
const BURST_MS = 500

/** What prosemirror-history's `closeHistory` sets: TipTap says so that an automatic change is an edit of its own. */
const CLOSED = 'closeHistory$'

/** The storage spells otherwise what this person has just typed (half an emoji, say): that is part of what they did. */
export const SPELLS_OWN = 'spells-own-edit'

const key = new PluginKey<OwnHistory>('own-history')

/** Remembers what this person did. A transaction with `addToHistory: false` is somebody else's. */
export function ownHistory(delay = BURST_MS): Plugin<OwnHistory> {
  return new Plugin<OwnHistory>({
    key,
    state: {
      init: (_config, state) => emptyHistory(state.doc),
      apply: (transaction, history) => next(history, transaction, delay),
    },
    props: {
      handleDOMEvents: {
        beforeinput: (view, event) => {
          const { inputType } = event
          const command = inputType === 'historyUndo' ? undo : inputType === 'historyRedo' ? redo : undefined
          if (!command || !view.editable) return false
          // Chromium's own undo would follow, and take back what others wrote.
          event.preventDefault()
          command(view.state, view.dispatch)
          return true
        },
      },
    },
  })
}

function next(history: OwnHistory, transaction: Transaction, delay: number): OwnHistory {
  const replayed: OwnHistory | undefined = transaction.getMeta(key)
  if (replayed) return replayed
  if (!transaction.docChanged) return history
  const root: Transaction | undefined = transaction.getMeta('appendedTransaction')
  const isForeign = [transaction, root].some((one) => one?.getMeta('addToHistory') === false || one?.getMeta(key))
  const spellsOwn = transaction.getMeta(SPELLS_OWN) === true && history.time !== undefined
  if (isForeign && !spellsOwn) return recordForeign(history, transaction.before, transaction.doc)
  const joins = root || spellsOwn ? true : transaction.getMeta(CLOSED) ? false : undefined
  const edit = { time: transaction.time, from: changeStart(transaction), joins }
  return recordOwn(history, transaction.before, transaction.doc, edit, delay)
}

function replay(direction: 'back' | 'again'): Command {
  return (state, dispatch) => {
    const history = key.getState(state)
    if (!history || (direction === 'back' ? history.done === history.oldest : history.done === history.last))
      return false
    if (!dispatch) return true
    const taken = step(history, state.doc, direction)
    if (!taken) return false
    const transaction = replaceDocument(state.tr, taken.document)
    transaction.setSelection(selectionAfter(state, transaction.doc, taken.caret))
    dispatch(transaction.setMeta(key, taken.history).setMeta('preventAutolink', true).scrollIntoView())
    return true
  }
}

/** Takes back what this person did last, and nothing that anybody else wrote. */
export const undo = replay('back')

export const redo = replay('again')

/** The caret goes where something came or went; what is selected stays so when only its looks changed. */
function selectionAfter(state: EditorState, document: Node, caret: number | undefined): Selection {
  const at = (place: number) => document.resolve(positionAfterPlace(document, Math.max(0, place - 1)))
  if (caret !== undefined) return Selection.near(at(caret), -1)
  const { anchor, head } = state.selection
  const place = (position: number) => at(placeOfPosition(state.doc, position))
  return TextSelection.between(place(anchor), place(head))
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    ownHistory: {
      undo: () => ReturnType
      redo: () => ReturnType
    }
  }
}

/** In place of TipTap's own undo, which takes away what others wrote inside one's words. */
export const UndoExtension = Extension.create({
  name: 'ownHistory',
  addCommands: () => ({
    undo:
      () =>
      ({ state, dispatch }) =>
        undo(state, dispatch),
    redo:
      () =>
      ({ state, dispatch }) =>
        redo(state, dispatch),
  }),
  addProseMirrorPlugins: () => [ownHistory()],
  addKeyboardShortcuts() {
    return {
      'Mod-z': () => this.editor.commands.undo(),
      'Shift-Mod-z': () => this.editor.commands.redo(),
      'Mod-y': () => this.editor.commands.redo(),
    }
  },
})
