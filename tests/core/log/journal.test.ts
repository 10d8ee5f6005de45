import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
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

const disk = vi.hoisted(() => ({ refusals: 0 }))
vi.mock('../../../src-main/core/lib/durable-file.ts', async (original) => ({
  ...(await original<object>()),
  syncFolder: async () => {
    if (disk.refusals-- > 0) throw new Error('EIO: i/o error, fsync')
  },
}))

test('[LG13] what was refused does not stand in the journal later, behind what was written instead', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-journal-'))
  const entry = (index: number, word: number) => ({ log: 'ours', index, block: Uint8Array.of(word) })
  const kept = async (opened: Journal) => {
    const words: (number | undefined)[] = []
    for await (const { block } of opened.entries('ours', 0)) words.push(block[0])
    return words
  }
  const journal = await Journal.open(folder)
  disk.refusals = 1
  await expect(journal.write([entry(0, 1), entry(1, 2), entry(2, 3)])).rejects.toThrow()
  expect(await kept(journal)).toEqual([])
  await journal.write([entry(0, 9)])
  await journal.close()
  const again = await Journal.open(folder)
  expect(await kept(again)).toEqual([9])
  await again.close()
  await rm(folder, { recursive: true })
})
