import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { failureSentence } from '../settings/backup-sentence.ts'

/** Says that the schedule could not make a backup, until somebody has read it or the next one fails. */
export function BackupNotice() {
  const { t } = useTranslation()
  const dates = useDates()
  const failure = useAnswer('backup.state', {}).data?.failure
  const dismiss = useCommand('backup.dismissFailure')
  if (!failure || failure.seen) return null
  return (
    <Alert color="clay" variant="light" icon={<IconAlertTriangle />} role="status" m="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text style={{ overflowWrap: 'anywhere' }}>{failureSentence(t, failure, dates.precise(failure.at))}</Text>
        <Group gap="xs" flex="none">
          <Button size="xs" variant="default" component={Link} href="/settings">
            {t('settings.title')}
          </Button>
          <Button size="xs" variant="default" onClick={() => dismiss.mutate({})} loading={dismiss.isPending}>
            {t('incident.understood')}
          </Button>
        </Group>
      </Group>
    </Alert>
  )
}
