import { Paper, Portal, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SlashMenuState } from './slash-extension.ts'

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
        style={{ left: state.place.left, top: state.place.bottom + 4, zIndex: 300, maxHeight: 380, overflowY: 'auto' }}
      >
        {state.items.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('editor.slashEmpty')}
          </Text>
        )}
        {state.items.map((item) => (
          <UnstyledButton
            key={item.name}
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
