import { AppError } from '../../src-shared/errors.ts'

/** The code of the AppError that `act` throws; anything else is told as it is. */
export function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (thrown) {
    return describeThrown(thrown)
  }
  return 'nothing was thrown'
}

/** The same of a promise that rejects. */
export function codeOfRejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'nothing was thrown', describeThrown)
}

function describeThrown(thrown: unknown): string {
  return thrown instanceof AppError ? thrown.code : `not an AppError: ${String(thrown)}`
}
