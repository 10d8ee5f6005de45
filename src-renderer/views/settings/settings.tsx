import { Anchor, Button, Code, Stack, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { LanguageChoice } from '../../components/language-choice.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { native } from '../../core/native-bridge.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { useSettings } from '../../hooks/use-settings.ts'
import { LeaveNetwork } from './leave-network.tsx'
import { Looks } from './looks.tsx'
import { MakeBackup } from './make-backup.tsx'
import { OurPlace } from './our-place.tsx'
import { RestoreBackup } from './restore-backup.tsx'
import { ScheduleBackup } from './schedule-backup.tsx'

export function Settings() {
  const { t } = useTranslation()
  const { settings, set } = useSettings()
  const { mayWrite } = useRights()
  const { place, example } = useSpace()
  const about = useQuery({ queryKey: ['about'], queryFn: () => native.ask('app.about', {}) }).data
  if (!settings) return null

  const sections: SettingsSection[] = [
    { id: 'language', title: t('settings.language'), content: <LanguageChoice /> },
    { id: 'looks', title: t('settings.theme'), content: <Looks settings={settings} onChange={set} /> },
    {
      id: 'line',
      title: t('settings.line'),
      content: (
        <Switch
          label={t('settings.slowLine')}
          description={t('settings.slowLineHint')}
          checked={settings.slowLine}
          onChange={({ currentTarget }) => set({ slowLine: currentTarget.checked })}
        />
      ),
    },
    ...(place && mayWrite ? [{ id: 'place', title: t('settings.place'), content: <OurPlace place={place} /> }] : []),
    { id: 'backup', title: t('backup.title'), content: <MakeBackup /> },
    { id: 'schedule', title: t('backup.scheduleTitle'), content: <ScheduleBackup /> },
    { id: 'restore', title: t('backup.restoreTitle'), content: <RestoreBackup /> },
    {
      id: 'recovery',
      title: t('recovery.title'),
      content: (
        <>
          <Text>{t('recovery.settingsLead')}</Text>
          <Button component={Link} to="/recovery" variant="default">
            {t('recovery.open')}
          </Button>
        </>
      ),
    },
    { id: 'leave', title: t(example ? 'leave.exampleHeading' : 'leave.heading'), content: <LeaveNetwork /> },
    {
      id: 'data',
      title: t('settings.data'),
      content: (
        <>
          <Text>{t('settings.dataFolder')}</Text>
          {about && <Code block>{about.dataFolder}</Code>}
        </>
      ),
    },
    {
      id: 'about',
      title: t('settings.about'),
      content: (
        <>
          {about && <Text>{t('settings.version', { version: about.version })}</Text>}
          <Text>{t('settings.licence')}</Text>
        </>
      ),
    },
  ]

  return (
    <div className="view view-page">
      <ViewHeader title={t('settings.title')} />
      <nav className="jumps" aria-label={t('settings.jumps')}>
        {sections.map(({ id, title }) => (
          <Anchor key={id} component="button" size="sm" onClick={() => jumpTo(id)}>
            {title}
          </Anchor>
        ))}
      </nav>
      <Stack gap="lg">
        {sections.map(({ id, title, content }) => (
          <Section key={id} id={id} title={title}>
            {content}
          </Section>
        ))}
      </Stack>
    </div>
  )
}

interface SettingsSection {
  id: string
  title: string
  content: ReactNode
}

/** The heading takes the focus: whoever hears the page goes on from there. */
function jumpTo(id: string): void {
  const heading = document.getElementById(`settings-${id}`)
  heading?.scrollIntoView()
  heading?.focus({ preventScroll: true })
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Stack component="section" className="sheet" p="lg" gap="sm" align="flex-start">
      <Title order={2} id={`settings-${id}`} tabIndex={-1} className="jump-target">
        {title}
      </Title>
      {children}
    </Stack>
  )
}
