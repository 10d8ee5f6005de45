import { Drawer, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface SidePanelProps {
  opened: boolean
  onClose(): void
  title: string
  width: number
  /** What was typed in it is only given up by its own buttons, not by a click beside it. */
  holdsWords?: boolean
  children: ReactNode
}

/** Something to look at or fill in beside the view. Mantine's own header would be a second banner of the page. */
export function SidePanel({ opened, onClose, title, width, holdsWords = false, children }: SidePanelProps) {
  const { t } = useTranslation()
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size={width}
      closeOnClickOutside={!holdsWords}
      closeOnEscape={!holdsWords}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <Group justify="space-between" wrap="nowrap" p="md" className="panel-top">
          <Drawer.Title fz="1.2rem" fw={650} ff="var(--mantine-font-family-headings)">
            {title}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={t('action.close')} />
        </Group>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
