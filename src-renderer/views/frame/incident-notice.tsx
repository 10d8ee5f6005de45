import { Alert, Button, Group, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { queryClient } from '../../core/core-queries.ts'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { incidentSentence } from './incident-sentence.ts'

/** Says once that stored bytes were damaged, and that it is taken care of. */
export function IncidentNotice() {
  const { t } = useTranslation()
  const incidents = useAnswer('incident.list', {}).data?.incidents
  const dismiss = useCommand('incident.dismiss')
  const sentence = incidents && incidentSentence(t, incidents)
  if (!sentence) return null
  const onDismiss = () =>
    dismiss.mutate({}, { onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['incident.list'] }) })
  return (
    <Alert color="clay" variant="light" icon={<IconShieldCheck />} role="status" m="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text>{sentence}</Text>
        <Button size="xs" variant="default" flex="none" onClick={onDismiss} loading={dismiss.isPending}>
          {t('incident.understood')}
        </Button>
      </Group>
    </Alert>
  )
}
