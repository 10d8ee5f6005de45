import { randomId } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { type ErrorCode, toAppError } from '../../src-shared/errors.ts'
import { translate } from '../strings/translate.ts'
import { closeLabel } from './close-label.ts'
import { errorSentence } from './error-sentence.ts'
import { noteSaid } from './said-in-view.ts'

/**
 * Shows a failure beside what the person is doing; what they cancelled themselves is not a failure.
 * The same sentence is shown once, however often it fails.
 */
export function showError(thrown: unknown): void {
  show(thrown, errorSentence(thrown))
}

/** As `showError`, for files one of which should have been a picture. */
export function showPictureError(thrown: unknown, files: readonly File[] = []): void {
  const isNone = toAppError(thrown).code === 'invalid-input'
  const refusal = files.some(isHeic) ? 'editor.heicRefused' : 'editor.imageRefused'
  show(thrown, isNone ? translate.t(refusal) : errorSentence(thrown))
}

/** What telephones of one make give as a rule, and no browser draws. Many systems do not know its type. */
function isHeic({ name, type }: File): boolean {
  return /^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name)
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
  noteSaid(id)
  notifications.show({
    id,
    color: 'red',
    message: sentence,
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: closeLabel(),
  })
}
