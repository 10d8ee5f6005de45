/** Digits, or digits in groups of three as French writes thousands, with whichever space between them. */
const WHOLE_NUMBER = /^(?:\d{1,15}|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,4})$/

/**
 * The whole number that a person wrote. Undefined for anything that is more than digits: `1.000` is a thousand to one
 * person and one to another, and `2,5` is not 25.
 */
export function readWholeNumber(text: string, least: number, most: number): number | undefined {
  const written = text.trim()
  if (!WHOLE_NUMBER.test(written)) return undefined
  const value = Number(written.replace(/\D/g, ''))
  return value >= least && value <= most ? value : undefined
}
