import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { closeLabel } from './close-label.ts'

interface Reversal {
  label: string
  run(): void
}

/** Says that something was done, with the way back when there is one. */
export function showDone(message: string, reversal?: Reversal): void {
  const id = crypto.randomUUID()
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
  notifications.show({
    id,
    message: content,
    color: 'forest',
    withBorder: true,
    autoClose: reversal ? 10_000 : 4_000,
    closeButtonProps: closeLabel(),
  })
}
