import { translate } from '../strings/translate.ts'

/** What a screen reader says of a cross. */
export function closeLabel(): { 'aria-label': string } {
  return { 'aria-label': translate.t('action.close') }
}
