import { useTranslation } from 'react-i18next'
import { ViewHeader } from '../../components/view-header.tsx'
import { readDraft, useNotesDraft } from './notes-draft.ts'
import { NotesInput } from './notes-input.tsx'
import { NotesReview } from './notes-review.tsx'

/** From the text of a meeting to resources, in two steps: paste, then decide. */
export function ImportNotes() {
  const { t } = useTranslation()
  const { draft, change, forget } = useNotesDraft()
  return (
    <div className="view view-list">
      <ViewHeader title={t('notes.title')} lead={t('notes.lead')} />
      {draft.isReviewing && draft.reviewed ? (
        <NotesReview
          reviewed={draft.reviewed}
          onChange={(reviewed) => change({ ...draft, reviewed })}
          onBack={() => change({ ...draft, isReviewing: false })}
          onDone={forget}
        />
      ) : (
        <NotesInput
          text={draft.text}
          onChange={(text) => change({ ...draft, text })}
          onRead={() => change(readDraft(draft))}
        />
      )}
    </div>
  )
}
