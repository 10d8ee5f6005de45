import { expect, test } from 'vitest'
import { readWholeNumber } from '../../../src-shared/text/whole-number.ts'

const read = (text: string) => readWholeNumber(text, 0, 1_000_000)

test('[CL5] digits are a number, alone or in groups of three', () => {
  const spaces = [' ', '\u00a0', '\u202f']
  expect(['0', '7', '0042', ' 350 ', '1000000'].map(read)).toEqual([0, 7, 42, 350, 1_000_000])
  expect(spaces.map((space) => read(`12${space}500`))).toEqual([12_500, 12_500, 12_500])
})

test('[CL5] nothing else is', () => {
  const refused = ['', ' ', '4.000', '4,000', '3,5', '3.5', '3e2', '0x2a', '0b11', '-4', '+4', '4 m', '٤٢', 'NaN']
  const grouped = ['4 00', '4 0000', '40 00 00', '4  000', '4\t000', '4\n000', '1000001', '9'.repeat(400)]
  expect([...refused, ...grouped].map(read)).toEqual([...refused, ...grouped].map(() => undefined))
})
