import { Alert, Button, Checkbox, Code, SegmentedControl, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type BackupState, MAX_KEPT_BACKUPS, type ScheduleRhythm } from '../../../src-shared/model/backup-schedule.ts'
import { isHardToGuess } from '../../../src-shared/model/passphrase.ts'
import { errorSentence } from '../../components/error-sentence.ts'
import { Passphrase } from '../../components/passphrase.tsx'
import { NOT_A_NUMBER, WholeNumberInput } from '../../components/whole-number-input.tsx'
import { coreLink } from '../../core/core-link.ts'
import { queryClient } from '../../core/core-queries.ts'
import { native } from '../../core/native-bridge.ts'
import { useFreshAnswer } from '../../core/use-core.ts'

/** Backups that are made by themselves. */
export function ScheduleBackup() {
  const state = useFreshAnswer('backup.state', {}).data
  return state ? <ScheduleForm state={state} /> : null
}

function ScheduleForm({ state: { schedule } }: { state: BackupState }) {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: {
      every: schedule.every,
      keep: schedule.keep as number | null,
      withKeys: schedule.every === 'never' || schedule.withKeys,
      passphrase: '',
      again: '',
      chosen: null as { sealedPath: string; name: string } | null,
    },
    validate: {
      passphrase: (text, { every, withKeys }) => {
        if (every === 'never') return null
        if (text === '') return withKeys && !schedule.isLocked ? t('backup.needed') : null
        return isHardToGuess(text) ? null : t('backup.tooShort')
      },
      keep: (keep, { every }) =>
        every !== 'never' && !isCount(keep) ? t('field.wholeNumber', { least: 1, most: MAX_KEPT_BACKUPS }) : null,
      again: (text, { passphrase }) => (text === passphrase ? null : t('backup.differs')),
      chosen: (chosen, { every }) =>
        every !== 'never' && !chosen && schedule.folder === null ? t('backup.folderNeeded') : null,
    },
  })
  const { every, chosen, passphrase } = form.values
  const isOff = every === 'never'
  const isWithout = passphrase === '' && !schedule.isLocked
  const choose = async () => {
    const answer = await native.ask('backup.choose', { purpose: 'folder', name: '' })
    if (answer.chosen) form.setFieldValue('chosen', answer.chosen)
  }
  const save = useMutation({
    mutationFn: ({ every, keep, withKeys, passphrase, chosen }: typeof form.values) =>
      coreLink.call('backup.schedule', {
        every,
        ...(isCount(keep) && { keep }),
        withKeys,
        ...(chosen && { sealedFolder: chosen.sealedPath }),
        ...((passphrase || !schedule.isLocked) && { passphrase: passphrase || null }),
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(['backup.state', {}], saved)
      form.setValues({ passphrase: '', again: '', chosen: null })
    },
  })

  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack gap="sm" align="flex-start">
        <Text>{t('backup.scheduleLead')}</Text>
        <SegmentedControl
          aria-label={t('backup.scheduleTitle')}
          value={every}
          onChange={(value) => form.setFieldValue('every', value as ScheduleRhythm)}
          data={(['never', 'day', 'week'] as const).map((value) => ({ value, label: t(`backup.every.${value}`) }))}
        />
        {!isOff && (
          <>
            <Button variant="default" onClick={() => void choose()}>
              {t('backup.chooseFolder')}
            </Button>
            {(chosen ?? schedule.folder) && <Code>{chosen?.name ?? schedule.folder}</Code>}
            {form.errors.chosen && (
              <Text c="red" role="alert">
                {form.errors.chosen}
              </Text>
            )}
            <WholeNumberInput
              w={320}
              label={t('backup.keep')}
              least={1}
              most={MAX_KEPT_BACKUPS}
              value={form.values.keep}
              onChange={(value) => form.setFieldValue('keep', value)}
              error={form.errors.keep}
            />
            <Checkbox
              label={t('backup.keys')}
              description={t('backup.keysHint')}
              {...form.getInputProps('withKeys', { type: 'checkbox' })}
            />
            <Passphrase
              label={t('backup.schedulePassphrase')}
              description={schedule.isLocked ? t('backup.passphraseKept') : t('backup.passphraseHint')}
              {...form.getInputProps('passphrase')}
            />
            <Passphrase label={t('backup.scheduleAgain')} {...form.getInputProps('again')} />
            <Text size="sm" c="dimmed">
              {t(isWithout ? 'backup.withoutPassphrase' : 'backup.keyOnDisk')}
            </Text>
          </>
        )}
        <Button type="submit" loading={save.isPending}>
          {t('backup.saveSchedule')}
        </Button>
        {save.isError && (
          <Alert color="red" variant="light" role="alert">
            {errorSentence(save.error)}
          </Alert>
        )}
        {save.isSuccess && (
          <Alert color="forest" variant="light" role="status">
            {t(schedule.every === 'never' ? 'backup.scheduleOff' : 'backup.scheduleOn')}
          </Alert>
        )}
      </Stack>
    </form>
  )
}

function isCount(keep: number | null): keep is number {
  return keep !== null && !Object.is(keep, NOT_A_NUMBER)
}
