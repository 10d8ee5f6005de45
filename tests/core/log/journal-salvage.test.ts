import { copyFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import b4a from 'b4a'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Journal } from '../../../src-main/core/log/journal.ts'
import { salvageJournal } from '../../../src-main/core/log/journal-salvage.ts'

const LOG = 'log'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'maillage-salvage-'))
})
afterEach(() => rm(root, { recursive: true }))

async function write(folder: string, words: string[], index = 0): Promise<void> {
  const journal = await Journal.open(folder)
  const entries = words.map((word, offset) => ({ log: LOG, index: index + offset, block: b4a.from(word) }))
  for (const entry of entries) await journal.write([entry])
  await journal.close()
}

async function salvaged(folder: string, damaged: string[]): Promise<string[]> {
  const place = join(root, 'new')
  const journal = await Journal.open(place)
  await salvageJournal(folder, damaged, journal)
  const words: string[] = []
  for await (const { block } of journal.wholeEntries()) words.push(b4a.toString(block))
  await journal.close()
  return words
}

test('[DA5] a table that the journal had given up takes nothing back that was written since', async () => {
  const taken = join(root, 'taken')
  const journal = join(root, 'journal')
  await write(journal, ['a'])
  // What a power cut took back, but for a file that had no name in the journal any more.
  await cp(journal, taken, { recursive: true })
  await write(taken, ['never', 'kept', 'of', 'all', 'this'], 1)
  for (let opened = 0; opened < 3; opened++) await write(taken, [])
  await write(journal, ['b', 'c'], 1)
  const known = new Set(await readdir(journal))
  const tables = (await readdir(taken)).filter((name) => name.endsWith('.ldb') && !known.has(name))
  expect(tables.length).toBeGreaterThan(0)
  for (const table of tables) await copyFile(join(taken, table), join(journal, table))
  const words = await salvaged(journal, ['MANIFEST-000004'])
  expect(words.slice(0, 3)).toEqual(['a', 'b', 'c'])
})

test('[DA5] of a journal that does not open, what its files hold is kept', async () => {
  const journal = join(root, 'journal')
  await write(journal, ['a', 'b'])
  await rm(join(journal, 'CURRENT'))
  expect(await salvaged(journal, ['CURRENT'])).toEqual(['a', 'b'])
})
