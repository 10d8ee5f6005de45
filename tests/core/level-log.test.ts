import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { expect, test } from 'vitest'
import { cutOffAfterGap } from '../../src-main/core/lib/level-log.ts'

async function writtenTo(folder: string, count: number): Promise<void> {
  const database = new ClassicLevel(folder)
  await database.open()
  for (let number = 0; number < count; number++) await database.put(String(number).padStart(4, '0'), 'x'.repeat(1_000))
  await database.close()
}

async function keysOf(folder: string): Promise<string[]> {
  const database = new ClassicLevel(folder)
  await database.open()
  const keys = await database.keys().all()
  await database.close()
  return keys
}

const keys = (count: number) => Array.from({ length: count }, (_, number) => String(number).padStart(4, '0'))

test('[LG16] behind a gap that a power cut left in a view, nothing is believed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'maillage-level-'))
  const [whole = '', gaping = '', cut = ''] = ['whole', 'gaping', 'cut'].map((name) => join(root, name))
  for (const folder of [whole, gaping, cut]) await writtenTo(folder, 100)
  for (const folder of [gaping, cut]) await forget(folder, 40_960)
  for (const folder of [whole, cut]) await cutOffAfterGap(folder)
  expect(await keysOf(whole)).toEqual(keys(100))
  expect(await keysOf(gaping)).toContain('0099')
  expect(await keysOf(cut)).toEqual(keys(39))
  await rm(root, { recursive: true })
})

async function forget(folder: string, at: number): Promise<void> {
  const log = (await readdir(folder)).find((name) => name.endsWith('.log')) ?? ''
  const file = await open(join(folder, log), 'r+')
  await file.write(Buffer.alloc(4_096), 0, 4_096, at)
  await file.close()
}
