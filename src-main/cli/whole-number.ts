import { InvalidArgumentError } from 'commander'

/** Reads an option that is a whole number. @throws InvalidArgumentError; commander puts the option and what was given before it. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is not a whole number from ${least} to ${most}.`)
  }
}
