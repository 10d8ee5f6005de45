import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createProgram } from '../../src-main/cli/program.ts'
import { codeOfRejection } from '../support/code-of.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What a command prints with --json. */
async function run(data: string, ...args: string[]): Promise<Record<string, unknown>> {
  let printed = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  try {
    await createProgram().parseAsync([...args, '--json', '--offline', '--data', join(folder, data)], { from: 'user' })
  } finally {
    write.mockRestore()
  }
  return JSON.parse(printed) as Record<string, unknown>
}

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
