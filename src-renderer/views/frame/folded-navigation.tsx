import { Burger, Drawer, type MantineBreakpoint } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { SpaceId } from '../../../src-shared/ids.ts'
import type { SpaceRow } from '../../../src-shared/ipc/contract.ts'
import { Navigation } from './navigation.tsx'

interface FoldedNavigationProps {
  spaces: SpaceRow[]
  onSwitch(space: SpaceId): void
  /** From this width on, the navigation stands beside the view. */
  unfoldsFrom: MantineBreakpoint
}

/** The navigation behind a button, where the window has no room beside the view. */
export function FoldedNavigation({ spaces, onSwitch, unfoldsFrom }: FoldedNavigationProps) {
  const { t } = useTranslation()
  const [opened, panel] = useDisclosure(false)
  const [location] = useLocation()
  // Whoever has gone somewhere wants to see it.
  useEffect(panel.close, [location])
  return (
    <>
      <Burger
        hiddenFrom={unfoldsFrom}
        opened={false}
        size="sm"
        onClick={panel.open}
        aria-label={t('nav.open')}
        aria-haspopup="dialog"
        aria-expanded={opened}
      />
      <Drawer.Root opened={opened} onClose={panel.close} size={268} classNames={{ content: 'aside' }}>
        <Drawer.Overlay hiddenFrom={unfoldsFrom} />
        <Drawer.Content aria-label={t('nav.main')} hiddenFrom={unfoldsFrom}>
          <Drawer.Body p="sm" h="100%">
            <Navigation spaces={spaces} onSwitch={onSwitch} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  )
}
