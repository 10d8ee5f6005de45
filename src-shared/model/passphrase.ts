import { z } from 'zod'

const MIN_LENGTH = 12
const MIN_WORDS = 4
/** The same few letters over and over are tried first. */
const MIN_DIFFERENT = 5

/** Long enough that whoever has the file does not guess it: four words, or twelve characters. It is told so, and nothing else is asked. */
export function isHardToGuess(passphrase: string): boolean {
  const text = passphrase.trim().replaceAll(/\s+/g, ' ')
  const words = text.split(' ').filter((word) => word.length > 1)
  const isLong = [...text].length >= MIN_LENGTH || words.length >= MIN_WORDS
  return isLong && new Set(text.toLowerCase()).size >= MIN_DIFFERENT
}

/** To open what was made: it may be older than the rule. */
export const passphraseSchema = z.string().min(1).max(1_000)
export const newPassphraseSchema = passphraseSchema.refine(isHardToGuess)
