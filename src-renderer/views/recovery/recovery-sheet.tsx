import { Alert, Anchor, Button, Code, Group, List, Loader, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconLock, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { sheetGroups } from './sheet-groups.ts'

/** What a person prints for the day this computer is lost. */
export function RecoverySheet() {
  const { t } = useTranslation()
  const { space, name } = useSpace()
  const answer = useAnswer('space.recoverySheet', { space })
  return (
    <div className="view view-page">
      <Anchor component={Link} to="/settings" c="dimmed" className="not-printed">
        <Group gap={6} mb="md">
          <IconArrowLeft size={18} aria-hidden />
          {t('settings.title')}
        </Group>
      </Anchor>
      <ViewHeader title={t('recovery.title')} lead={t('recovery.lead', { space: name })} />
      {answer.isPending && <Loader aria-label={t('recovery.title')} />}
      {answer.isError && <FailureNotice error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && <Sheet sheet={answer.data.sheet} />}
    </div>
  )
}

function Sheet({ sheet }: { sheet: string }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { space, name, place } = useSpace()
  const ours = useAnswer('place.list', { space }).data?.places.find((one) => one.place === place)?.name ?? ''
  return (
    <Stack className="sheet" p="xl" gap="lg">
      <Group justify="space-between" className="not-printed">
        <Button leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
          {t('recovery.print')}
        </Button>
      </Group>
      <Alert variant="light" color="clay" icon={<IconLock />}>
        {t('recovery.secret')}
      </Alert>
      <Text fw={650}>{t('recovery.of', { place: ours, space: name, date: dates.precise(Date.now()) })}</Text>
      <Title order={2}>{t('recovery.howTitle')}</Title>
      <List type="ordered">
        <List.Item>{t('recovery.howInstall')}</List.Item>
        <List.Item>{t('recovery.howType')}</List.Item>
        <List.Item>{t('recovery.howWait')}</List.Item>
      </List>
      <Code block aria-label={t('recovery.letters')} className="sheet-letters">
        {sheetGroups(sheet)
          .map((line) => line.join(' '))
          .join('\n')}
      </Code>
    </Stack>
  )
}
