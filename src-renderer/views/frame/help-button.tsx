import { ActionIcon, Tooltip } from '@mantine/core'
import { IconHelp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

export function HelpButton({ onOpen }: { onOpen(): void }) {
  const { t } = useTranslation()
  return (
    <Tooltip label={t('nav.help')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('nav.help')}
        aria-keyshortcuts="F1"
        onClick={onOpen}
      >
        <IconHelp size={22} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
