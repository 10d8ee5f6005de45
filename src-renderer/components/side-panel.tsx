import { Drawer, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askFirst } from './ask-first.tsx'

interface SidePanelProps {
  opened: boolean
  onClose(): void
  title: string
  width: number
  /** What was typed in it is given up by its own buttons; a click beside it does nothing, and Escape or the cross asks. */
  holdsWords?: boolean
  children: ReactNode
}

/** Something to look at or fill in beside the view. Mantine's own header would be a second banner of the page. */
export function SidePanel({ opened, onClose, title, width, holdsWords = false, children }: SidePanelProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const ask = () => {
    setAsking(true)
    askFirst({
      title: t('giveUp.title'),
      lead: t('giveUp.lead'),
      confirm: t('giveUp.confirm'),
      cancel: t('giveUp.stay'),
      onConfirm: onClose,
      // Not before the panel, too, has heard the key that closed the question: it would ask anew.
      onClose: () => setTimeout(() => setAsking(false)),
    })
  }
  return (
    <Drawer.Root
      opened={opened}
      onClose={holdsWords ? ask : onClose}
      position="right"
      size={width}
      closeOnClickOutside={!holdsWords}
      closeOnEscape={!asking}
    >
      <Drawer.Overlay />
      <Drawer.Content data-holds-words={holdsWords || undefined}>
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
