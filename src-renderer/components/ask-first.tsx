import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { closeLabel } from './close-label.ts'

interface Question {
  title: string
  lead: string
  confirm: string
  cancel: string
  onConfirm(): void
  onClose?(): void
}

/** Before what cannot be taken back; Enter alone does none of it. */
export function askFirst({ title, lead, confirm, cancel, ...answers }: Question): void {
  modals.openConfirmModal({
    title,
    // A paragraph a thought.
    children: <Text style={{ whiteSpace: 'pre-line' }}>{lead}</Text>,
    labels: { confirm, cancel },
    // White is hard to read on Mantine's own red.
    confirmProps: { color: 'red.9' },
    cancelProps: { 'data-autofocus': true },
    closeButtonProps: closeLabel(),
    ...answers,
  })
}
