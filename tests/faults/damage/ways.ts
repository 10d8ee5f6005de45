import { readFile, truncate, writeFile } from 'node:fs/promises'
import type { Chance } from '../../support/random.ts'

/** How stored bytes go bad: cut by a power cut, flipped by the disk, zeroed by a file system, swapped by a repair tool. */
export const ways = ['cut to nothing', 'cut in half', 'last byte cut', 'bit flipped', 'page zeroed', 'swapped'] as const
export type Way = (typeof ways)[number]

const PAGE = 4_096

/** Gives false when the file is as it was: there was nothing to damage. */
export async function damage(file: string, way: Way, other: string | undefined, random: Chance): Promise<boolean> {
  const whole = await readFile(file)
  if (whole.length === 0) return false
  switch (way) {
    case 'cut to nothing':
      return cut(file, 0)
    case 'cut in half':
      return cut(file, Math.floor(whole.length / 2))
    case 'last byte cut':
      return cut(file, whole.length - 1)
    case 'bit flipped': {
      const flipped = Buffer.from(whole)
      const at = random.below(whole.length)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8))
      await writeFile(file, flipped)
      return true
    }
    case 'page zeroed': {
      const zeroed = Buffer.from(whole)
      const from = random.below(Math.ceil(whole.length / PAGE)) * PAGE
      zeroed.fill(0, from, Math.min(from + PAGE, whole.length))
      await writeFile(file, zeroed)
      return !zeroed.equals(whole)
    }
    case 'swapped': {
      if (other === undefined) return false
      const foreign = await readFile(other)
      await writeFile(file, foreign)
      await writeFile(other, whole)
      return !foreign.equals(whole)
    }
  }
}

async function cut(file: string, length: number): Promise<boolean> {
  await truncate(file, length)
  return true
}
