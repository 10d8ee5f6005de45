import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PageId } from '../../../src-shared/ids.ts'
import type { OpenPage } from '../../hooks/use-page-document.ts'
import { useSaveState } from '../../hooks/use-save-state.ts'

interface SaveNoticeProps {
  page: PageId
  open: OpenPage
  quiet: boolean
  /** Something is typed that the document does not hold yet. */
  isTyping: boolean
}

/** Never claims more than the disk confirmed. Whoever only reads is told when it is not well, and nothing else. */
export function SaveNotice({ page, open, quiet, isTyping }: SaveNoticeProps) {
  const { t } = useTranslation()
  const save = useSaveState(page, open)
  switch (save.state) {
    case 'saved':
      if (isTyping) return <Notice icon={<IconDots size={16} aria-hidden />} text={t('pages.saving')} />
      if (quiet) return null
      return <Notice icon={<IconCheck size={16} aria-hidden />} text={t('pages.saved')} />
    case 'saving':
      return <Notice icon={<IconDots size={16} aria-hidden />} text={t('pages.saving')} />
    case 'unsaved': {
      const text = t('pages.unsaved', { why: t(`pages.unsavedWhy.${save.code}`) })
      return <Notice icon={<IconAlertTriangle size={18} aria-hidden />} text={text} alert />
    }
  }
}

function Notice({ icon, text, alert = false }: { icon: React.ReactNode; text: string; alert?: boolean }) {
  return (
    <Group
      gap={6}
      role={alert ? 'alert' : 'status'}
      c={alert ? 'light-dark(#a61e1e, #ff9b9b)' : 'dimmed'}
      fw={alert ? 700 : 400}
      data-testid="save-state"
    >
      {icon}
      <Text size="sm" inherit>
        {text}
      </Text>
    </Group>
  )
}
