import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOfRejection } from '../support/code-of.ts'
import { tryCommand } from '../support/terminal.ts'

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
  space: string
  spaces: { space: string }[]
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
  const said = await tryCommand<Printed>(...words, '--offline', '--data', join(folder, 'data'))
  if (said.printed) printed = said.printed
  if (said.thrown) throw said.thrown
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

test('[CL8] two networks, and two formats, share a folder and write over nothing of each other', async () => {
  const space = (await run('space', 'list')).spaces[0]?.space ?? ''
  await create('Four à pain')
  await run('export', out, '--space', space)
  const first = await inOut('resources.json')
  await run('export', out, '--space', space, '--format', 'html')
  expect(await names()).toEqual(['Four à pain.html', 'Four à pain.md', 'resources.json'])
  const other = (await run('space', 'create', 'Bordure', '--place', 'La Gare')).space
  await run('page', 'create', '--space', other, '--title', 'Four à pain')
  await run('resource', 'add', '--space', other, '--name', 'Perceuse', '--category', 'material')
  for (const _ of ['once', 'again']) {
    const told = await run('export', out, '--space', other)
    expect(told.numbered.map(({ file }) => file).toSorted()).toEqual(['Four à pain (2).md', 'resources (2).json'])
  }
  expect(await inOut('resources.json')).toBe(first)
  expect(await inOut('resources (2).json')).toContain('Perceuse')
  await run('export', out, '--space', space)
  expect(await names()).toEqual([
    ...['Four à pain (2).md', 'Four à pain.html', 'Four à pain.md', 'resources (2).json', 'resources.json'],
  ])
})

test('[CL8] an export that was interrupted is taken up, and leaves no second file of anything', async () => {
  const title = 'Four à pain'
  const page = await create(title)
  await run('export', out)
  const line = (name: string, text: string) =>
    JSON.stringify({ key: page, name, hash: createHash('sha256').update(text).digest('hex') })
  const manifest = JSON.parse(await inOut('.maillage-export.json')) as { files: Record<string, { name: string }> }
  const [key = ''] = Object.entries(manifest.files).find(([, { name }]) => name === 'Four à pain.md') ?? []
  // It wrote this page, was about to write another, and was killed in the middle of a line.
  await writeFile(join(out, `${title}.md`), 'écrit avant la coupure')
  await writeFile(join(out, 'Neuve.md'), '')
  const written = line(`${title}.md`, 'écrit avant la coupure').replace(page, key)
  const coming = line('Neuve.md', 'à venir').replace(page, key.replace(page, await create('Neuve')))
  await writeFile(join(out, '.maillage-export.partial'), `${written}\n${coming}\n{"key":`)
  const told = await run('export', out)
  expect(told).toMatchObject({ numbered: [], left: [], failed: [] })
  expect((await readdir(out)).toSorted()).toEqual([
    ...['.maillage-export.json', 'Four à pain.md', 'Neuve.md', 'resources.json'],
  ])
  expect([await inOut('Four à pain.md'), await inOut('Neuve.md')]).toEqual(['# Four à pain\n\n', '# Neuve\n\n'])
})

test('[CL8] the list of what a newer Maillage exported is refused, and stays', async () => {
  const newer = '{"version":2,"files":{}}'
  await writeFile(join(out, '.maillage-export.json'), newer)
  expect(await codeOfRejection(run('export', out))).toBe('newer-version')
  expect([await inOut('.maillage-export.json'), await names()]).toEqual([newer, []])
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
