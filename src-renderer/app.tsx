import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { CoreGate } from './core/core-gate.tsx'
import { queryClient } from './core/core-queries.ts'
import { theme, themeVariables } from './theme.ts'
import { Preferences } from './views/settings/preferences.tsx'
import { Spaces } from './views/spaces.tsx'

/** Everything around the views: looks, language, the way to the core, addresses. */
export function App() {
  const { t } = useTranslation()
  return (
    <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ModalsProvider labels={{ confirm: t('action.save'), cancel: t('action.cancel') }}>
          <Notifications position="bottom-left" limit={2} containerWidth={228} />
          <CoreGate>
            <Preferences />
            <Router hook={useHashLocation}>
              <Spaces />
            </Router>
          </CoreGate>
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
