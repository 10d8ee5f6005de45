import { AppShell, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch } from 'wouter'
import type { PageId, SpaceId } from '../../../src-shared/ids.ts'
import type { SpaceRow } from '../../../src-shared/ipc/contract.ts'
import { useViewChange } from '../../hooks/use-view-change.ts'
import { Bin } from '../bin/bin.tsx'
import { Inventory } from '../inventory/inventory.tsx'
import { Invite } from '../members/invite.tsx'
import { Members } from '../members/members.tsx'
import { ImportNotes } from '../notes/import-notes.tsx'
import { PageView } from '../pages/page-view.tsx'
import { Pages } from '../pages/pages.tsx'
import { RecoverySheet } from '../recovery/recovery-sheet.tsx'
import { SearchPanel } from '../search/search-panel.tsx'
import { SearchTrigger } from '../search/search-trigger.tsx'
import { Settings } from '../settings/settings.tsx'
import { BackupNotice } from './backup-notice.tsx'
import { CopyNotice } from './copy-notice.tsx'
import { FoldedNavigation } from './folded-navigation.tsx'
import { HelpButton } from './help-button.tsx'
import { HelpPanel } from './help-panel.tsx'
import { IncidentNotice } from './incident-notice.tsx'
import { JoinRequests } from './join-requests.tsx'
import { Navigation } from './navigation.tsx'
import { StandingNotice } from './standing-notice.tsx'
import { StatusLine } from './status-line.tsx'
import { useArrivals } from './use-arrivals.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** Narrower, or as much larger, and the navigation would leave no room for a list. */
const FOLDS_BELOW = 'md'

interface FrameProps {
  spaces: SpaceRow[]
  onSwitch(space: SpaceId): void
}

/** What stays around every view of a network: where to go, what to look for, how things stand. */
export function Frame({ spaces, onSwitch }: FrameProps) {
  const { t } = useTranslation()
  const [searching, search] = useDisclosure(false)
  const [helping, help] = useDisclosure(false)
  useViewChange()
  useArrivals()
  useShortcuts({ openSearch: search.open, openHelp: help.open })
  return (
    <AppShell
      layout="alt"
      header={{ height: 56 }}
      navbar={{ width: 244, breakpoint: FOLDS_BELOW, collapsed: { mobile: true } }}
      footer={{ height: 36 }}
    >
      <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      <AppShell.Navbar className="aside navbar" p="sm" visibleFrom={FOLDS_BELOW}>
        <Navigation spaces={spaces} onSwitch={onSwitch} />
      </AppShell.Navbar>
      <AppShell.Header className="header">
        <Group h="100%" wrap="nowrap" gap="sm">
          <FoldedNavigation spaces={spaces} onSwitch={onSwitch} unfoldsFrom={FOLDS_BELOW} />
          <SearchTrigger onOpen={search.open} />
          <HelpButton onOpen={help.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Main id="main" className="main" tabIndex={-1}>
        <IncidentNotice />
        <CopyNotice />
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
      <SearchPanel opened={searching} onClose={search.close} />
      <HelpPanel opened={helping} onClose={help.close} />
    </AppShell>
  )
}
