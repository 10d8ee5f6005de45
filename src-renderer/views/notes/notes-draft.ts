import { useState } from 'react'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { type ParsedNotes, parseNotes } from '../../../src-shared/notes/parse-notes.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { choicesOf, type NoteChoice } from './note-choice.ts'

/** What was read of a text, and what the person decided about it so far. */
export interface NotesReviewed {
  text: string
  notes: ParsedNotes
  choices: NoteChoice[]
  title: string
  keepsPage: boolean
}

export interface NotesDraft {
  text: string
  isReviewing: boolean
  reviewed: NotesReviewed | undefined
}

const EMPTY: NotesDraft = { text: '', isReviewing: false, reviewed: undefined }

/** Of each network, for as long as the window lives: whoever looks something up elsewhere comes back to their choices. */
const drafts = new Map<SpaceId, NotesDraft>()

export function useNotesDraft() {
  const { space } = useSpace()
  const [draft, setDraft] = useState(drafts.get(space) ?? EMPTY)
  const change = (next: NotesDraft) => {
    drafts.set(space, next)
    setDraft(next)
  }
  return { draft, change, forget: () => drafts.delete(space) }
}

/** Goes on with the choices already made, unless the text has changed since. */
export function readDraft({ text, reviewed }: NotesDraft): NotesDraft {
  return { text, isReviewing: true, reviewed: reviewed?.text === text ? reviewed : reviewText(text) }
}

function reviewText(text: string): NotesReviewed {
  const notes = parseNotes(text)
  return { text, notes, choices: choicesOf(notes), title: notes.title, keepsPage: true }
}
