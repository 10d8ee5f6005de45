import { InvalidArgumentError } from 'commander'
import { readWholeNumber } from '../../src-shared/text/whole-number.ts'

/** Reads an option that is a whole number. @throws InvalidArgumentError; commander puts the option and what was given before it. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = readWholeNumber(text, least, most)
    if (value === undefined) throw new InvalidArgumentError(`It is not a whole number from ${least} to ${most}.`)
    return value
  }
}
