import { Paper, Portal, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SlashMenuState } from './slash-extension.ts'

/** All that can be inserted, without scrolling. */
const HEIGHT = 400
const GAP = 4

/** The menu under the `/` being typed. Focus stays in the text: what is selected is announced. */
export function SlashMenu({ state }: { state: SlashMenuState | undefined }) {
  const { t } = useTranslation()
  const chosen = state?.items[state.selected]
  if (!state?.place) return null
  return (
    <Portal>
      <VisuallyHidden role="status">{chosen ? t(`editor.${chosen.name}`) : t('editor.slashEmpty')}</VisuallyHidden>
      <Paper
        role="listbox"
        aria-label={t('editor.slashMenu')}
        withBorder
        shadow="md"
        p={4}
        pos="fixed"
        style={{ ...besideLine(state.place), left: state.place.left, zIndex: 300, overflowY: 'auto' }}
      >
        {state.items.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('editor.slashEmpty')}
          </Text>
        )}
        {state.items.map((item) => (
          <UnstyledButton
            key={item.name}
            ref={item === chosen ? showChosen : undefined}
            role="option"
            aria-selected={item === chosen}
            tabIndex={-1}
            display="block"
            w="100%"
            px="sm"
            py={6}
            bg={item === chosen ? 'var(--mantine-primary-color-light)' : 'transparent'}
            onMouseDown={(event) => {
              event.preventDefault()
              state.choose(item)
            }}
          >
            <Text size="sm">{t(`editor.${item.name}`)}</Text>
          </UnstyledButton>
        ))}
      </Paper>
    </Portal>
  )
}

/** Below the line, or above it where that leaves more room; what does not fit scrolls. */
function besideLine({ top, bottom }: DOMRect) {
  const above = top - GAP
  const below = window.innerHeight - bottom - GAP
  const opensBelow = below >= HEIGHT || below >= above
  const maxHeight = Math.min(HEIGHT, (opensBelow ? below : above) - GAP)
  return opensBelow ? { top: bottom + GAP, maxHeight } : { bottom: window.innerHeight - top + GAP, maxHeight }
}

function showChosen(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
