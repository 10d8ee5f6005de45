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

const disk = vi.hoisted(() => ({ refusals: 0, whenRefused: async (): Promise<void> => undefined }))
vi.mock('../../../src-main/core/lib/durable-file.ts', async (original) => ({
  ...(await original<object>()),
  syncFolder: async () => {
    if (disk.refusals-- <= 0) return
    await disk.whenRefused()
    throw new Error('EIO: i/o error, fsync')
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

test('[LG18] a draft is kept until it is settled, together with what stands for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-journal-'))
  const draft = (word: number, name = 'page') => ({ log: 'ours', name, block: Uint8Array.of(word) })
  const entry = { log: 'ours', index: 0, block: Uint8Array.of(7) }
  let journal = await Journal.open(folder)
  await journal.write([], [{ ...draft(1), is: 'kept' }])
  await journal.write([], [{ ...draft(2), is: 'kept' }])
  await journal.write([], [{ ...draft(3, 'other'), is: 'kept' }])
  expect(await draftsOf(journal)).toEqual(['other 3', 'page 2'])
  // It is no entry of its log.
  expect(await journal.lengthOf('ours')).toBe(0)

  journal = await openAnew(journal, folder)
  disk.refusals = 1
  await expect(journal.write([entry], [{ ...draft(2), is: 'settled' }])).rejects.toThrow()
  expect(await draftsOf(journal)).toEqual(['other 3', 'page 2'])
  expect(await journal.lengthOf('ours')).toBe(0)

  await journal.write([entry], [{ ...draft(2), is: 'settled' }])
  const again = await openAnew(journal, folder)
  expect(await draftsOf(again)).toEqual(['other 3'])
  expect(await again.lengthOf('ours')).toBe(1)
  await again.close()
  await rm(folder, { recursive: true })
})

test('[LG18] a draft that could neither be settled nor brought back is brought back with the next write', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-journal-'))
  const draft = { log: 'ours', name: 'page', block: Uint8Array.of(1) }
  const entry = (index: number) => ({ log: 'ours', index, block: Uint8Array.of(9) })
  const before = await Journal.open(folder)
  await before.write([], [{ ...draft, is: 'kept' }])
  const journal = await openAnew(before, folder)
  const elsewhere = `${folder}-elsewhere`
  disk.refusals = 1
  disk.whenRefused = async () => {
    await rename(folder, elsewhere)
    await writeFile(folder, 'no folder')
  }
  await expect(journal.write([entry(0)], [{ ...draft, is: 'settled' }])).rejects.toThrow()
  disk.whenRefused = async () => undefined
  await rm(folder)
  await rename(elsewhere, folder)
  await journal.write([{ ...entry(0), log: 'another' }])
  await journal.write([], [{ ...draft, name: 'second', is: 'kept' }])
  expect(await draftsOf(journal)).toEqual(['page 1', 'second 1'])
  expect(await journal.lengthOf('ours')).toBe(0)
  await journal.close()
  await rm(folder, { recursive: true })
})

test('[LG18] a draft of another log that could not be settled is brought back with the next block of that it went with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-journal-'))
  const draft = { log: 'of the key before', name: 'page', block: Uint8Array.of(1) }
  const entry = { log: 'ours', index: 0, block: Uint8Array.of(9) }
  const before = await Journal.open(folder)
  await before.write([], [{ ...draft, is: 'kept' }])
  const journal = await openAnew(before, folder)
  const elsewhere = `${folder}-elsewhere`
  disk.refusals = 1
  disk.whenRefused = async () => {
    await rename(folder, elsewhere)
    await writeFile(folder, 'no folder')
  }
  await expect(journal.write([entry], [{ ...draft, is: 'settled' }])).rejects.toThrow()
  disk.whenRefused = async () => undefined
  await rm(folder)
  await rename(elsewhere, folder)
  await journal.write([entry])
  expect(await draftsOf(journal)).toEqual(['page 1'])
  await journal.close()
  await rm(folder, { recursive: true })
})

/** A write of it syncs the folder, and can be refused. */
async function openAnew(journal: Journal, folder: string): Promise<Journal> {
  await journal.close()
  return Journal.open(folder)
}

async function draftsOf(journal: Journal): Promise<string[]> {
  const drafts: string[] = []
  for await (const { name, block } of journal.wholeDrafts()) drafts.push(`${name} ${block[0]}`)
  return drafts.toSorted()
}
