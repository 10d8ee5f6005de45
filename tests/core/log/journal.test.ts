import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Journal } from '../../../src-main/core/log/journal.ts'

test('[LG13] a journal that could not be opened anew is read again once the disk can', async () => {
  const place = await mkdtemp(join(tmpdir(), 'maillage-journal-'))
  const folder = join(place, 'journal')
  const elsewhere = join(place, 'elsewhere')
  const entry = (index: number) => ({ log: 'ours', index, block: Uint8Array.of(index) })
  const journal = await Journal.open(folder)
  await journal.write([entry(0)])

  await rename(folder, elsewhere)
  await writeFile(folder, 'no folder')
  await expect(journal.write([entry(1)])).rejects.toThrow()
  await expect(journal.lengthOf('ours')).rejects.toMatchObject({ code: 'disk-failed' })
  await rm(folder)
  await rename(elsewhere, folder)

  expect(await journal.lengthOf('ours')).toBeGreaterThan(0)
  await journal.write([entry(1)])
  const kept: number[] = []
  for await (const { index } of journal.entries('ours', 0)) kept.push(index)
  expect(kept).toEqual([0, 1])
  await journal.close()
  await rm(place, { recursive: true })
})
