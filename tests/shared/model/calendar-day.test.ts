import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { daysBetween } from '../../../src-shared/model/calendar-day.ts'
import { builtProgram } from '../../support/built-program.ts'

test('[BA17] the name of a scheduled backup bears the day of the place', async () => {
  const program = await builtProgram(join(import.meta.dirname, '../../../src-main/core/backup/scheduled-files.ts'))
  const script = `import(${JSON.stringify(pathToFileURL(program).href)}).then(({ scheduledName }) =>
    process.stdout.write(scheduledName(Date.UTC(2026, 5, 30, 12, 30))))`
  const nameIn = async (TZ: string) => {
    const env = { ...process.env, TZ }
    return (await promisify(execFile)(process.execPath, ['-e', script], { env })).stdout
  }
  const days = await Promise.all(['Pacific/Kiritimati', 'Pacific/Midway', 'Europe/Paris'].map(nameIn))
  expect(days.map((name) => name.slice('maillage-auto-'.length, -'-0123456789abcdef.maillage'.length))).toEqual([
    '2026-07-01',
    '2026-06-30',
    '2026-06-30',
  ])
})

test('[WI41] days are counted by midnights, whatever the hours between', () => {
  const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime()
  expect([
    daysBetween(at(9, 0), at(9, 23)),
    daysBetween(at(9, 23), at(10, 1)),
    daysBetween(at(9, 1), at(10, 23)),
    // The night in which summer time begins in France.
    daysBetween(at(28, 22), at(29, 22)),
  ]).toEqual([0, 1, 1, 1])
})
