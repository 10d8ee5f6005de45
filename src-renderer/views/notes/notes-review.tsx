import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { IconArrowLeft, IconChecks, IconNotesOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { ParsedNotes } from '../../../src-shared/notes/parse-notes.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { showDone } from '../../components/show-done.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { choicesOf, draftOf, isKept, type NoteChoice } from './note-choice.ts'
import { NoteRows } from './note-rows.tsx'

/** What was understood of the notes; nothing exists before "create all", which then creates all or nothing. */
export function NotesReview({ notes, onBack }: { notes: ParsedNotes; onBack(): void }) {
  const { t } = useTranslation()
  const { space, place } = useSpace()
  const [, navigate] = useLocation()
  const [choices, setChoices] = useState<NoteChoice[]>(() => choicesOf(notes))
  const [title, setTitle] = useState(notes.title)
  const [keepsPage, setKeepsPage] = useState(true)
  const create = useCommand('notes.import')
  const kept = choices.filter(isKept)
  const setAll = (value: boolean) => setChoices(choices.map((choice) => ({ ...choice, kept: value })))
  const change = (next: NoteChoice) => setChoices(choices.map((choice) => (choice.id === next.id ? next : choice)))
  const importAll = () =>
    create.mutate(
      {
        space,
        page: keepsPage ? { title: title.trim() || t('notes.title'), markdown: notes.markdown } : null,
        resources: kept.map((choice) => ({ ...draftOf(choice), place })),
      },
      {
        onSuccess: ({ page, resources }) => {
          showDone(t('notes.imported', { count: resources.length }))
          navigate(page ? `/pages/${page}` : '/inventory')
        },
      },
    )

  return (
    <>
      <Group align="flex-end" mb="md">
        <TextInput
          label={t('notes.pageTitle')}
          placeholder={t('notes.title')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={300}
          disabled={!keepsPage}
          flex={1}
        />
        <Checkbox
          label={t('notes.keepPage')}
          checked={keepsPage}
          onChange={(event) => setKeepsPage(event.currentTarget.checked)}
          mb={8}
        />
      </Group>
      {choices.length > 0 ? (
        <>
          <Group mb="xs" gap="xs">
            <Text>{t('notes.found', { count: choices.length })}</Text>
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
              {t('notes.all')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(false)}>
              {t('notes.none')}
            </Button>
          </Group>
          <NoteRows choices={choices} onChange={change} />
        </>
      ) : (
        <EmptyState icon={IconNotesOff} title={t('notes.nothing')} lead={t('notes.nothingHint')} />
      )}
      <Group justify="space-between" pt="md">
        <Button variant="subtle" leftSection={<IconArrowLeft size={18} />} onClick={onBack} disabled={create.isPending}>
          {t('action.back')}
        </Button>
        <Group>
          <Text role="status" c="dimmed">
            {create.isPending ? t('notes.importing') : t('notes.kept', { count: kept.length })}
          </Text>
          <Button
            leftSection={<IconChecks size={18} />}
            onClick={importAll}
            loading={create.isPending}
            disabled={kept.length === 0 && !keepsPage}
          >
            {t('notes.importAll')}
          </Button>
        </Group>
      </Group>
    </>
  )
}
