import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { errorSentence } from './error-sentence.ts'

/** A read that failed, where its result would be: the sentence of its code, and another try. */
export function FailureNotice({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation()
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle />} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text>{errorSentence(error)}</Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      </Stack>
    </Alert>
  )
}
