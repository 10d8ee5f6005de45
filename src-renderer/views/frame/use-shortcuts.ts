import { useHotkeys } from '@mantine/hooks'
import { useLocation } from 'wouter'
import { useNewPage } from '../../hooks/use-new-page.ts'
import { useRights } from '../../hooks/use-rights.ts'

interface Openers {
  openSearch(): void
  openHelp(): void
}

/** The keys that work in every view, and while one writes. What a panel holds that is not saved is not left by a key. */
export function useShortcuts({ openSearch, openHelp }: Openers): void {
  const [location] = useLocation()
  const { mayWrite } = useRights()
  const { begin, isBeginning } = useNewPage()
  const unlessHeld = (act: () => void) => () => {
    if (!document.querySelector('[data-holds-words]')) act()
  }
  const findHere = () => {
    const filter = location.startsWith('/inventory') ? document.getElementById('inventory-words') : null
    if (filter) filter.focus()
    else openSearch()
  }
  useHotkeys(
    [
      ['mod+K', unlessHeld(openSearch)],
      ['mod+F', unlessHeld(findHere)],
      ['mod+N', unlessHeld(() => mayWrite && !isBeginning && begin())],
      ['F1', openHelp],
    ],
    [],
    true,
  )
}
