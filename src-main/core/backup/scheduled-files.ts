import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Timestamp } from '../../../src-shared/ids.ts'
import { calendarDay } from '../../../src-shared/model/calendar-day.ts'

const PATTERN = /^maillage-auto-\d{4,6}-\d\d-\d\d-[0-9a-f]{16}\.maillage$/

/** A name that nobody else gives: several computers may share a folder. */
export function scheduledName(at: Timestamp): string {
  return `maillage-auto-${calendarDay(at)}-${randomBytes(8).toString('hex')}.maillage`
}

/**
 * Deletes the oldest of `names`, which are in the order in which they were made, until `keep` are left; and what a
 * process that died while writing one of them has left of it. Answers with those that are still there.
 */
export async function keepLatest(folder: string, names: string[], keep: number): Promise<string[]> {
  const present = new Set(await readdir(folder))
  const ours = names.filter((name) => PATTERN.test(name))
  for (const entry of present) {
    if (ours.some((name) => entry.startsWith(`.${name}-`) && entry.endsWith('.part'))) await rm(join(folder, entry))
  }
  const made = ours.filter((name) => present.has(name))
  const left = new Set(made)
  for (const name of made.slice(0, Math.max(0, made.length - keep))) {
    // What cannot be deleted now is tried again after the next.
    await rm(join(folder, name)).then(
      () => void left.delete(name),
      () => undefined,
    )
  }
  return [...left]
}
