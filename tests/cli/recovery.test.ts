import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOfRejection } from '../support/code-of.ts'
import { runCommand } from '../support/terminal.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const run = (data: string, ...words: string[]) =>
  runCommand<Record<string, unknown>>(...words, '--offline', '--data', join(folder, data))

test('[ME22] a sheet is printed on one computer and used on another', async () => {
  const { space } = await run('lost', 'space', 'create', 'Drôme', '--place', 'L’Établi')
  const { sheet } = await run('lost', 'recovery', 'sheet')
  const file = join(folder, 'sheet.txt')
  await writeFile(file, `Ma feuille :\n${String(sheet)}\n`)
  expect(await run('fresh', 'recovery', 'use', file)).toEqual({ space })
  expect((await run('fresh', 'member', 'list')).members).toMatchObject([{ isOwn: true, standing: 'administrator' }])
  await writeFile(file, String(sheet).slice(0, -9))
  expect(await codeOfRejection(run('other', 'recovery', 'use', file))).toBe('invalid-sheet')
})
