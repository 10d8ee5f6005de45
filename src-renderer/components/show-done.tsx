import { Button, Group } from '@mantine/core'
import { type NotificationData, notifications } from '@mantine/notifications'
import { closeLabel } from './close-label.ts'
import { noteSaid } from './said-in-view.ts'

interface Reversal {
  label: string
  run(): void
}

/**
 * Says that something was done, with the way back when there is one. What is said of the same thing takes the place of
 * what was said of it before.
 */
export function showDone(message: string, reversal?: Reversal, id: string = crypto.randomUUID()): void {
  const revert = () => {
    reversal?.run()
    notifications.hide(id)
  }
  const content = (
    <Group justify="space-between">
      {message}
      {reversal && (
        <Button size="compact-sm" variant="subtle" onClick={revert}>
          {reversal.label}
        </Button>
      )}
    </Group>
  )
  const said: NotificationData = {
    id,
    message: content,
    color: 'forest',
    withBorder: true,
    autoClose: reversal ? 10_000 : 4_000,
    closeButtonProps: closeLabel(),
  }
  noteSaid(id)
  // One of them does nothing: what is on screen is updated and not shown twice.
  notifications.update(said)
  notifications.show(said)
}
