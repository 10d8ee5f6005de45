import type { ResourceDraft } from '../../../src-shared/ipc/contract.ts'
import type { ResourceCategory } from '../../../src-shared/model/resource.ts'
import { guessQuantity } from '../../../src-shared/notes/guess-quantity.ts'
import type { ParsedNotes } from '../../../src-shared/notes/parse-notes.ts'

/** One line of the notes, and what a person decided about it. */
export interface NoteChoice {
  id: number
  kept: boolean
  text: string
  category: ResourceCategory
  quantity: number | null
}

/** Every line is proposed; the person refuses. */
export function choicesOf(notes: ParsedNotes): NoteChoice[] {
  return notes.columns
    .flatMap(({ category, notes: lines }) => lines.map((text) => ({ text, category })))
    .map(({ text, category }, id) => ({ id, kept: true, text, category, quantity: guessQuantity(text) }))
}

const MAX_NAME = 500

/** A long note keeps its first words as a name and all of them as a description: nothing is cut away. */
export function draftOf({ text, category, quantity }: NoteChoice): ResourceDraft {
  const name = text.trim()
  if (name.length <= MAX_NAME) return { name, category, quantity }
  return { name: `${name.slice(0, MAX_NAME - 1)}…`, category, quantity, description: name.slice(0, 20_000) }
}

export function isKept(choice: NoteChoice): boolean {
  return choice.kept && choice.text.trim() !== ''
}
