import { InvalidArgumentError } from 'commander'

/** Reads an option that is a number. @throws InvalidArgumentError, which names the option and what was given. */
export function numberOption(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It is not a number.')
  return value
}
