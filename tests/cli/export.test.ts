import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createProgram } from '../../src-main/cli/program.ts'
import { codeOfRejection } from '../support/code-of.ts'

let folder: string
let out: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-export-'))
  out = join(folder, 'out')
  await mkdir(out)
  await run('space', 'create', 'Ouche', '--place', 'Le Lavoir')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Printed {
  page: string
  pages: number
  numbered: { title: string; file: string }[]
  removed: string[]
  left: string[]
  failed: { title: string; code: string }[]
}

/** What was printed last, whether the command succeeded or not. */
let printed: Printed

async function run(...words: string[]): Promise<Printed> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part)
    return true
  })
  try {
    const options = ['--json', '--offline', '--data', join(folder, 'data')]
    await createProgram().parseAsync([...words, ...options], { from: 'user' })
  } finally {
    write.mockRestore()
    if (text) printed = JSON.parse(text) as Printed
  }
  return printed
}

const create = async (title: string, ...more: string[]) => (await run('page', 'create', '--title', title, ...more)).page
const names = async () => (await readdir(out)).filter((name) => !name.startsWith('.')).toSorted()
const inOut = (name: string) => readFile(join(out, name), 'utf8')

test('[CL8] somebody’s files stay as they are, whatever pages are called', async () => {
  await writeFile(join(out, 'Règlement.md'), 'le mien')
  await writeFile(join(out, 'resources.json'), 'les miennes')
  await writeFile(join(folder, 'elsewhere'), 'ailleurs')
  await symlink(join(folder, 'elsewhere'), join(out, 'Planning.md'))
  for (const title of ['Règlement', 'Planning', 'Recettes']) await create(title)
  const first = await run('export', out)
  expect(first.numbered.map(({ file }) => file).toSorted()).toEqual([
    ...['Planning (2).md', 'Règlement (2).md', 'resources (2).json'],
  ])
  expect([await inOut('Règlement.md'), await inOut('resources.json')]).toEqual(['le mien', 'les miennes'])
  expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('ailleurs')
  const before = await names()
  const again = await run('export', out)
  expect([await names(), again.numbered.length, again.left]).toEqual([before, 3, []])
})

test('[CL8] what an export wrote is written anew, unless somebody changed it', async () => {
  const page = await create('Four à pain')
  await run('export', out)
  await run('page', 'edit', page, '--title', 'Four à pain', '--tag', 'bois')
  await run('export', out)
  expect(await names()).toEqual(['Four à pain.md', 'resources.json'])
  await writeFile(join(out, 'Four à pain.md'), 'retouché à la main')
  const told = await run('export', out)
  expect(told.numbered.map(({ file }) => file)).toEqual(['Four à pain (2).md'])
  expect(await inOut('Four à pain.md')).toBe('retouché à la main')
})

test('[CL8] a page under another title leaves no second file; one in the bin is told; each of one title keeps its number', async () => {
  const renamed = await create('Brouillon')
  const gone = await create('Périmé')
  const first = await create('Atelier', '--tag', 'lundi')
  await create('Atelier', '--tag', 'jeudi')
  await run('export', out, '--format', 'json')
  const tagsOf = async () =>
    [await inOut('Atelier.json'), await inOut('Atelier (2).json')].map((text) => JSON.parse(text).tags)
  const before = await tagsOf()
  await run('page', 'edit', renamed, '--title', 'Charte')
  await run('page', 'delete', gone)
  await run('page', 'edit', first, '--tag', 'lundi', 'mardi')
  const told = await run('export', out, '--format', 'json')
  expect({ removed: told.removed, left: told.left }).toEqual({ removed: ['Brouillon.json'], left: ['Périmé.json'] })
  expect(await names()).toEqual([
    ...['Atelier (2).json', 'Atelier.json', 'Charte.json', 'Périmé.json', 'resources.json'],
  ])
  expect((await tagsOf()).map((tags) => tags[0])).toEqual(before.map((tags) => tags[0]))
})

test('[CL9] a file that the disk refuses keeps no other from being written', async () => {
  // The whole path is longer than a system takes, of the long name alone.
  out = folder
  while (out.length < 3_800) out = join(out, 'd'.repeat(90))
  await create('t'.repeat(290))
  await create('Court')
  expect(await codeOfRejection(run('export', out, '--json'))).toBe('disk-failed')
  expect(printed.pages).toBe(1)
  expect(printed.failed.map(({ title, code }) => [title.length, code])).toEqual([[290, 'disk-failed']])
  expect(await names()).toEqual(['Court.md', 'resources.json'])
})
