import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'

/** Two computers write as one: it goes well for a while, and is not to go on. */
export function CopyNotice() {
  const { t } = useTranslation()
  const { space } = useSpace()
  const isCopied = useAnswer('space.status', { space }).data?.isCopied ?? false
  if (!isCopied) return null
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} role="alert" title={t('copied.title')} m="md">
      <Text>{t('copied.lead')}</Text>
    </Alert>
  )
}
