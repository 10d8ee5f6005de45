import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ParsedNotes, parseNotes } from '../../../src-shared/notes/parse-notes.ts'
import { ViewHeader } from '../../components/view-header.tsx'
import { NotesInput } from './notes-input.tsx'
import { NotesReview } from './notes-review.tsx'

/** From the text of a meeting to resources, in two steps: paste, then decide. */
export function ImportNotes() {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [notes, setNotes] = useState<ParsedNotes>()
  return (
    <div className="view view-list">
      <ViewHeader title={t('notes.title')} lead={t('notes.lead')} />
      {notes ? (
        <NotesReview notes={notes} onBack={() => setNotes(undefined)} />
      ) : (
        <NotesInput text={text} onChange={setText} onRead={() => setNotes(parseNotes(text))} />
      )}
    </div>
  )
}
