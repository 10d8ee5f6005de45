import { randomId } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { type ErrorCode, toAppError } from '../../src-shared/errors.ts'
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

/** The last of each code. */
const shown = new Map<ErrorCode, string>()

function show(thrown: unknown, sentence: string): void {
  const { code } = toAppError(thrown)
  if (code === 'cancelled') return
  notifications.hide(shown.get(code) ?? '')
  // Under the same name it would go when the one before was to go.
  const id = randomId()
  shown.set(code, id)
  notifications.show({
    id,
    color: 'red',
    message: sentence,
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: closeLabel(),
  })
}
