/** What a story did, so that a run can tell that it was not empty. */
export const happenings = [
  'create',
  'edit',
  'delete',
  'restore',
  'picture',
  'open',
  'cut',
  'join',
  'hold',
  'release',
  'restart',
  'newcomer',
  'late newcomer',
] as const
/** What only happens in rough stories. */
const roughHappenings = ['partition', 'heal', 'clock', 'concurrent', 'exchanged'] as const
export type Happening = (typeof happenings)[number] | (typeof roughHappenings)[number]
const all = [...happenings, ...roughHappenings]
export type Told = Record<Happening, number>

export function nothingTold(): Told {
  return Object.fromEntries(all.map((happening) => [happening, 0])) as Told
}

export function addTold(sum: Told, told: Told): void {
  for (const happening of all) sum[happening] += told[happening]
}

/** What happened too seldom in so many rough stories of so many devices for them to prove anything. */
export function tooSeldom(told: Told, stories: number, cores: number): Happening[] {
  const least = (happening: Happening) => {
    if (happening === 'edit') return stories * 2
    // Each holds a first block and a place of everybody.
    if (happening === 'exchanged') return stories * cores * (cores - 1) * 2
    return Math.max(1, Math.floor(stories / 20))
  }
  return all.filter((happening) => told[happening] < least(happening))
}
