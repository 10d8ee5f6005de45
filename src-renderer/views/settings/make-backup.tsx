import { Alert, Button, Checkbox, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { calendarDay } from '../../../src-shared/model/calendar-day.ts'
import { isHardToGuess } from '../../../src-shared/model/passphrase.ts'
import { Passphrase } from '../../components/passphrase.tsx'
import { coreLink } from '../../core/core-link.ts'
import { native } from '../../core/native-bridge.ts'
import { BackupProgress } from './backup-progress.tsx'
import { backupErrorSentence } from './backup-sentence.ts'
import { LastBackup } from './last-backup.tsx'

/** Everything in one file, now. */
export function MakeBackup() {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: { passphrase: '', again: '', withKeys: true },
    validate: {
      passphrase: (text, { withKeys }) => {
        if (text === '') return withKeys ? t('backup.needed') : null
        return isHardToGuess(text) ? null : t('backup.tooShort')
      },
      again: (text, { passphrase }) => (text === passphrase ? null : t('backup.differs')),
    },
  })
  const make = useMutation({
    mutationFn: async ({ passphrase, withKeys }: typeof form.values) => {
      const name = `maillage-${calendarDay(Date.now())}.maillage`
      const { chosen } = await native.ask('backup.choose', { purpose: 'create', name })
      if (!chosen) return null
      const { sealedPath } = chosen
      const made = await coreLink.call('backup.create', { sealedPath, passphrase: passphrase || null, withKeys })
      return { name: chosen.name, isDamaged: made.damagedBlocks > 0 }
    },
    onSuccess: (made) => made && form.reset(),
  })

  return (
    <form onSubmit={form.onSubmit((values) => make.mutate(values))} noValidate>
      <Stack gap="sm" align="flex-start">
        <Text>{t('backup.lead')}</Text>
        <Checkbox
          label={t('backup.keys')}
          description={t('backup.keysHint')}
          {...form.getInputProps('withKeys', { type: 'checkbox' })}
        />
        <Passphrase
          label={t('backup.passphrase')}
          description={t('backup.passphraseHint')}
          {...form.getInputProps('passphrase')}
        />
        <Passphrase label={t('backup.again')} {...form.getInputProps('again')} />
        {make.isPending ? <BackupProgress /> : <Button type="submit">{t('backup.create')}</Button>}
        {make.isError && (
          <Alert color="red" variant="light" role="alert">
            {backupErrorSentence(t, make.error)}
          </Alert>
        )}
        {make.data && (
          <Alert color="forest" variant="light" role="status">
            {t('backup.made', { name: make.data.name })} {make.data.isDamaged && t('backup.damaged')}
          </Alert>
        )}
        <LastBackup />
      </Stack>
    </form>
  )
}
