import { toAppError } from '../../src-shared/errors.ts'
import { translate } from '../strings/translate.ts'

/** What a person reads about a failure: what happened, and a way out. */
export function errorSentence(thrown: unknown): string {
  return translate.t(`error.${toAppError(thrown).code}`)
}
