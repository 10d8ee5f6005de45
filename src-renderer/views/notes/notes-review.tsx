import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { IconArrowLeft, IconChecks, IconNotesOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { MAX_QUANTITY } from '../../../src-shared/limits.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { showDone } from '../../components/show-done.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { draftOf, isKept, type NoteChoice } from './note-choice.ts'
import { NoteRows } from './note-rows.tsx'
import type { NotesReviewed } from './notes-draft.ts'

interface NotesReviewProps {
  reviewed: NotesReviewed
  onChange(reviewed: NotesReviewed): void
  onBack(): void
  onDone(): void
}

/** What was understood of the notes; nothing exists before "create all", which then creates all or nothing. */
export function NotesReview({ reviewed, onChange, onBack, onDone }: NotesReviewProps) {
  const { t } = useTranslation()
  const { space, place } = useSpace()
  const [, navigate] = useLocation()
  const { notes, choices, title, keepsPage } = reviewed
  const create = useCommand('notes.import')
  const kept = choices.filter(isKept)
  const miscounted = kept.find(({ quantity }) => Number.isNaN(quantity))
  const setChoices = (next: NoteChoice[]) => onChange({ ...reviewed, choices: next })
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
          onDone()
          navigate(page ? `/pages/${page}` : '/inventory')
          showDone(t('notes.imported', { count: resources.length }))
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
          onChange={(event) => onChange({ ...reviewed, title: event.currentTarget.value })}
          maxLength={300}
          disabled={!keepsPage}
          flex={1}
        />
        <Checkbox
          label={t('notes.keepPage')}
          checked={keepsPage}
          onChange={(event) => onChange({ ...reviewed, keepsPage: event.currentTarget.checked })}
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
          <Text role="status" c={miscounted ? 'red' : 'dimmed'}>
            {miscounted
              ? t('notes.miscounted', { text: miscounted.text, most: MAX_QUANTITY })
              : create.isPending
                ? t('notes.importing')
                : t('notes.kept', { count: kept.length })}
          </Text>
          <Button
            leftSection={<IconChecks size={18} />}
            onClick={importAll}
            loading={create.isPending}
            disabled={miscounted !== undefined || (kept.length === 0 && !keepsPage)}
          >
            {t(kept.length === 0 ? 'notes.createPage' : 'notes.importAll')}
          </Button>
        </Group>
      </Group>
    </>
  )
}
