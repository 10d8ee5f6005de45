import { notifications } from '@mantine/notifications'
import { toAppError } from '../../src-shared/errors.ts'
import { closeLabel } from './close-label.ts'
import { errorSentence } from './error-sentence.ts'

/**
 * Shows a failure beside what the person is doing; what they cancelled themselves is not a failure.
 * The same sentence is shown once, however often it fails.
 */
export function showError(thrown: unknown): void {
  const { code } = toAppError(thrown)
  if (code === 'cancelled') return
  notifications.hide(code)
  notifications.show({
    id: code,
    color: 'red',
    message: errorSentence(thrown),
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: closeLabel(),
  })
}
