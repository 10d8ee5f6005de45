import { expect, test } from 'vitest'
import { isHardToGuess } from '../../../src-shared/model/passphrase.ts'

test('[BA16] a new passphrase has twelve characters or four words, and not the same few letters', () => {
  expect(['des abeilles', 'un pré là-haut bleu', 'la clé du toit', 'Zk4!xq9_Wm2$'].map(isHardToGuess)).toEqual(
    Array(4).fill(true),
  )
  expect(['abc', 'abeilles', 'aaaaaaaaaaaaaaaa', '   trois   mots  ', 'a b c d', ''].map(isHardToGuess)).toEqual(
    Array(6).fill(false),
  )
})
