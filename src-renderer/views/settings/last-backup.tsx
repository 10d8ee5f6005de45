import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../../core/use-core.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { failureSentence, lastBackupSentence } from './backup-sentence.ts'

/** When, where and how the last backup was made, and why the schedule's last one was not. */
export function LastBackup() {
  const { t } = useTranslation()
  const dates = useDates()
  const state = useAnswer('backup.state', {}).data
  if (!state) return null
  const { last, failure } = state
  return (
    <>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {last ? lastBackupSentence(t, last, dates.precise(last.at)) : t('backup.never')}
      </Text>
      {failure && <Text size="sm">{failureSentence(t, failure, dates.precise(failure.at))}</Text>}
    </>
  )
}
