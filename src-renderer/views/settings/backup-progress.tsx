import { Button, Group, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { coreLink } from '../../core/core-link.ts'

/** How far the backup or restore under way has come, and the way to stop it. */
export function BackupProgress() {
  const { t } = useTranslation()
  const [percent, setPercent] = useState(0)
  useEffect(
    () => coreLink.on('backup.progressed', ({ done, total }) => setPercent(total > 0 ? (100 * done) / total : 0)),
    [],
  )
  return (
    <Group w="100%" maw={480}>
      <Progress.Root size="lg" flex={1}>
        <Progress.Section value={percent} aria-label={t('backup.progress')} />
      </Progress.Root>
      <Button variant="default" onClick={() => void coreLink.call('backup.cancel', {})}>
        {t('action.cancel')}
      </Button>
    </Group>
  )
}
