import { Button, Code, SegmentedControl, Stack, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Settings as SettingsValues } from '../../../src-shared/ipc/contract.ts'
import { LanguageChoice } from '../../components/language-choice.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { native } from '../../core/native-bridge.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { useSettings } from '../../hooks/use-settings.ts'
import { MakeBackup } from './make-backup.tsx'
import { OurPlace } from './our-place.tsx'
import { RestoreBackup } from './restore-backup.tsx'
import { ScheduleBackup } from './schedule-backup.tsx'

export function Settings() {
  const { t } = useTranslation()
  const { settings, set } = useSettings()
  const { mayWrite } = useRights()
  const { place } = useSpace()
  const about = useQuery({ queryKey: ['about'], queryFn: () => native.ask('app.about', {}) }).data
  if (!settings) return null

  return (
    <div className="view view-page">
      <ViewHeader title={t('settings.title')} />
      <Stack gap="lg">
        <Section title={t('settings.language')}>
          <LanguageChoice />
        </Section>
        <Section title={t('settings.theme')}>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={settings.theme}
            onChange={(theme) => set({ theme: theme as SettingsValues['theme'] })}
            data={[
              { value: 'auto', label: t('settings.themeAuto') },
              { value: 'light', label: t('settings.themeLight') },
              { value: 'dark', label: t('settings.themeDark') },
            ]}
          />
        </Section>
        <Section title={t('settings.line')}>
          <Switch
            label={t('settings.slowLine')}
            description={t('settings.slowLineHint')}
            checked={settings.slowLine}
            onChange={({ currentTarget }) => set({ slowLine: currentTarget.checked })}
          />
        </Section>
        {place && mayWrite && (
          <Section title={t('settings.place')}>
            <OurPlace place={place} />
          </Section>
        )}
        <Section title={t('backup.title')}>
          <MakeBackup />
        </Section>
        <Section title={t('backup.scheduleTitle')}>
          <ScheduleBackup />
        </Section>
        <Section title={t('backup.restoreTitle')}>
          <RestoreBackup />
        </Section>
        <Section title={t('recovery.title')}>
          <Text>{t('recovery.settingsLead')}</Text>
          <Button component={Link} to="/recovery" variant="default">
            {t('recovery.open')}
          </Button>
        </Section>
        <Section title={t('settings.data')}>
          <Text>{t('settings.dataFolder')}</Text>
          {about && <Code block>{about.dataFolder}</Code>}
        </Section>
        <Section title={t('settings.about')}>
          {about && <Text>{t('settings.version', { version: about.version })}</Text>}
          <Text>{t('settings.licence')}</Text>
        </Section>
      </Stack>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" className="sheet" p="lg" gap="sm" align="flex-start">
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  )
}
