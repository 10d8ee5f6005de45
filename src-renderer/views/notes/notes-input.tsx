import { Button, FileButton, Group, Stack, Textarea } from '@mantine/core'
import { IconEye, IconFolderOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../../src-shared/errors.ts'
import { showError } from '../../components/show-error.ts'

/** The minutes of the longest meeting are a hundredth of this. */
const MAX_BYTES = 2_000_000

interface NotesInputProps {
  text: string
  onChange(text: string): void
  onRead(): void
}

export function NotesInput({ text, onChange, onRead }: NotesInputProps) {
  const { t } = useTranslation()
  const open = async (file: File | null) => {
    if (!file) return
    if (file.size > MAX_BYTES) showError(new AppError('too-large', 'notes of more than 2 MB'))
    else onChange(await file.text())
  }
  return (
    <Stack>
      <Textarea
        label={t('notes.paste')}
        placeholder={t('notes.pastePlaceholder')}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        rows={15}
        maxLength={MAX_BYTES}
      />
      <Group>
        <Button leftSection={<IconEye size={18} />} onClick={onRead} disabled={text.trim() === ''}>
          {t('notes.preview')}
        </Button>
        <FileButton onChange={(file) => void open(file)} accept=".txt,.md,text/plain,text/markdown">
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFolderOpen size={18} />}>
              {t('notes.openFile')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  )
}
