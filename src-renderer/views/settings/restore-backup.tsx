import { Alert, Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toAppError } from '../../../src-shared/errors.ts'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { Passphrase } from '../../components/passphrase.tsx'
import { coreLink } from '../../core/core-link.ts'
import { queryClient } from '../../core/core-queries.ts'
import { native } from '../../core/native-bridge.ts'
import { BackupProgress } from './backup-progress.tsx'
import { backupErrorSentence, restoredSentence } from './backup-sentence.ts'

/** Adds what a file has and this computer lacks, and says what that was. `onRestored` is given a network to look at. */
export function RestoreBackup({ onRestored }: { onRestored?(space: SpaceId): void }) {
  const { t } = useTranslation()
  const [passphrase, setPassphrase] = useState('')
  const restore = useMutation({
    mutationFn: async (typed: string) => {
      const { chosen } = await native.ask('backup.choose', { purpose: 'restore', name: '' })
      if (!chosen) return null
      return coreLink.call('backup.restore', { sealedPath: chosen.sealedPath, passphrase: typed || null })
    },
    onSuccess: (report) => {
      if (!report) return
      setPassphrase('')
      void queryClient.invalidateQueries()
    },
  })

  const entered = restore.data?.spaces.find(({ state }) => state !== 'closed')
  const isLocked = restore.variables === '' && restore.isError && toAppError(restore.error).code === 'wrong-passphrase'

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        restore.mutate(passphrase)
      }}
    >
      <Stack gap="sm" align="flex-start">
        <Text>{t('backup.restoreLead')}</Text>
        <Passphrase
          label={t('backup.passphraseIfAny')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        {restore.isPending ? (
          <BackupProgress />
        ) : (
          <Button type="submit" variant="default">
            {t('backup.restore')}
          </Button>
        )}
        {restore.isError && (
          <Alert color="red" variant="light" role="alert">
            {isLocked ? t('backup.isLocked') : backupErrorSentence(t, restore.error)}
          </Alert>
        )}
        {restore.data && (
          <Alert color="forest" variant="light" role="status">
            {restore.data.spaces.map((space) => (
              <Text key={space.space}>{restoredSentence(t, space)}</Text>
            ))}
          </Alert>
        )}
        {entered && onRestored && (
          <Button onClick={() => onRestored(entered.space)}>{t('backup.openRestored', { name: entered.name })}</Button>
        )}
      </Stack>
    </form>
  )
}
