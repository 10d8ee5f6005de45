import { notifications } from '@mantine/notifications'
import { toAppError } from '../../src-shared/errors.ts'
import { translate } from '../strings/translate.ts'
import { closeLabel } from './close-label.ts'
import { errorSentence } from './error-sentence.ts'

/**
 * Shows a failure beside what the person is doing; what they cancelled themselves is not a failure.
 * The same sentence is shown once, however often it fails.
 */
export function showError(thrown: unknown): void {
  show(thrown, errorSentence(thrown))
}

/** As `showError`, for a file that should have been a picture. */
export function showPictureError(thrown: unknown): void {
  const isNone = toAppError(thrown).code === 'invalid-input'
  show(thrown, isNone ? translate.t('editor.imageRefused') : errorSentence(thrown))
}

function show(thrown: unknown, sentence: string): void {
  const { code } = toAppError(thrown)
  if (code === 'cancelled') return
  notifications.hide(code)
  notifications.show({
    id: code,
    color: 'red',
    message: sentence,
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: closeLabel(),
  })
}
