import { AppShell, Group, Kbd, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch } from 'wouter'
import type { PageId, SpaceId } from '../../../src-shared/ids.ts'
import type { SpaceRow } from '../../../src-shared/ipc/contract.ts'
import { Bin } from '../bin/bin.tsx'
import { Inventory } from '../inventory/inventory.tsx'
import { Invite } from '../members/invite.tsx'
import { Members } from '../members/members.tsx'
import { ImportNotes } from '../notes/import-notes.tsx'
import { PageView } from '../pages/page-view.tsx'
import { Pages } from '../pages/pages.tsx'
import { RecoverySheet } from '../recovery/recovery-sheet.tsx'
import { SearchPanel, searchPanel } from '../search/search-panel.tsx'
import { Settings } from '../settings/settings.tsx'
import { BackupNotice } from './backup-notice.tsx'
import { IncidentNotice } from './incident-notice.tsx'
import { JoinRequests } from './join-requests.tsx'
import { Navigation } from './navigation.tsx'
import { StandingNotice } from './standing-notice.tsx'
import { StatusLine } from './status-line.tsx'

interface FrameProps {
  spaces: SpaceRow[]
  onSwitch(space: SpaceId): void
}

/** What stays around every view of a network: where to go, what to look for, how things stand. */
export function Frame({ spaces, onSwitch }: FrameProps) {
  const { t } = useTranslation()
  return (
    <AppShell layout="alt" header={{ height: 60 }} navbar={{ width: 244, breakpoint: 0 }} footer={{ height: 36 }}>
      <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      <AppShell.Navbar className="aside" p="sm">
        <Navigation spaces={spaces} onSwitch={onSwitch} />
      </AppShell.Navbar>
      <AppShell.Header px="lg">
        <Group h="100%" role="search">
          <UnstyledButton className="search-trigger" onClick={searchPanel.open} aria-keyshortcuts="Control+K">
            <IconSearch size={18} aria-hidden />
            <span>{t('search.placeholder')}</span>
            <Kbd size="xs" ml="auto">
              Ctrl K
            </Kbd>
          </UnstyledButton>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="main" className="main" tabIndex={-1}>
        <IncidentNotice />
        <BackupNotice />
        <StandingNotice />
        <JoinRequests />
        <Switch>
          <Route path="/pages" component={Pages} />
          <Route path="/pages/:page">{({ page }) => <PageView key={page} page={page as PageId} />}</Route>
          <Route path="/inventory/:resource?">{({ resource }) => <Inventory opened={resource} />}</Route>
          <Route path="/notes" component={ImportNotes} />
          <Route path="/members" component={Members} />
          <Route path="/invite" component={Invite} />
          <Route path="/bin/pages/:page">{({ page }) => <PageView key={page} page={page as PageId} fromBin />}</Route>
          <Route path="/bin/:resource?">{({ resource }) => <Bin opened={resource} />}</Route>
          <Route path="/settings" component={Settings} />
          <Route path="/recovery" component={RecoverySheet} />
          <Route>
            <Redirect to="/pages" />
          </Route>
        </Switch>
      </AppShell.Main>
      <AppShell.Footer className="aside">
        <StatusLine />
      </AppShell.Footer>
      <SearchPanel />
    </AppShell>
  )
}
