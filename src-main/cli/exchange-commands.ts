import { basename, extname } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../src-shared/errors.ts'
import type { Commands } from '../../src-shared/ipc/contract.ts'
import { MAX_HITS } from '../../src-shared/limits.ts'
import { type ExportFormat, exportFormats } from '../../src-shared/text/export-formats.ts'
import { counted } from './counted.ts'
import { type GlobalOptions, print, type Session, withSession } from './session.ts'
import { readTextInput } from './text-input.ts'
import { wholeNumber } from './whole-number.ts'

type ImportInput = Omit<Commands['notes.import']['in'], 'space'>

export function addExchangeCommands(program: Command): void {
  program
    .command('import <file>')
    .description('a meeting’s notes become resources and a page; a Markdown file becomes a page')
    .option('--as <what>', 'notes or markdown; by the file’s name when left out')
    .action((file: string, options: { as?: string }, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const input = await readImport(file, await readTextInput(file), options.as)
        const { page, resources } = await call('notes.import', { space: space(), ...input })
        const counts = { pages: page ? 1 : 0, resources: resources.length }
        return {
          json: { ...counts, page },
          text: `${counted(counts.pages, 'page')}, ${counted(counts.resources, 'resource')}`,
        }
      }),
    )

  program
    .command('search <query>')
    .description('pages and resources that hold all the words')
    .option('--limit <number>', 'at most this many', wholeNumber(1, MAX_HITS), 20)
    .action((text: string, { limit }: { limit: number }, command: Command) =>
      withSession(command, 'offline', async ({ call, readySpace }) => {
        const { hits } = await call('search.query', { space: await readySpace(), text, limit })
        const flat = hits.map((hit) => ({ ...hit, title: joined(hit.title), snippet: joined(hit.snippet) }))
        return {
          json: { hits: flat },
          text: flat.map(({ id, title, snippet }) => `${id}  ${title}${snippet && `\n    ${snippet}`}`).join('\n'),
        }
      }),
    )

  program
    .command('export <folder>')
    .description('every page as a file, and the inventory as resources.json')
    .addOption(new Option('--format <format>', 'how pages are written').choices(exportFormats).default('markdown'))
    .action((folder: string, { format }: { format: ExportFormat }, command: Command) =>
      withSession(command, 'offline', async (session) => {
        const told = await exportAll(session, folder, format)
        print({ json: told, text: exportSentences(told) }, command.optsWithGlobals<GlobalOptions>())
        const [failure] = told.failed
        if (failure) throw new AppError(failure.code, `${counted(told.failed.length, 'file')} not written`)
        return undefined
      }),
    )
}

async function readImport(
  file: string,
  text: string,
  as = extname(file).toLowerCase() === '.md' ? 'markdown' : 'notes',
): Promise<ImportInput> {
  if (as === 'markdown') return readMarkdown(file, text)
  if (as !== 'notes') throw new AppError('invalid-input', `--as takes notes or markdown, not ${as}`)
  const { guessQuantity } = await import('../../src-shared/notes/guess-quantity.ts')
  const { parseNotes } = await import('../../src-shared/notes/parse-notes.ts')
  const { title, columns, markdown } = parseNotes(text)
  const resources = columns.flatMap(({ category, notes }) =>
    notes.map((name) => ({ name, category, quantity: guessQuantity(name) })),
  )
  return { page: { title: title || basename(file), markdown }, resources }
}

/** A first-level heading at the top is the title. */
function readMarkdown(file: string, text: string): ImportInput {
  const heading = /^\s*# +(?<title>[^\n]+)\n*/.exec(text)
  const title = heading?.groups?.title?.trim() ?? basename(file, extname(file))
  return { page: { title, markdown: heading ? text.slice(heading[0].length) : text }, resources: [] }
}

async function exportAll({ core, call, readySpace }: Session, folder: string, format: ExportFormat) {
  const space = await readySpace()
  const { directory } = core.space(space)
  const { exportExtension } = await import('../core/page-export.ts')
  const { ExportFolder } = await import('./export-folder.ts')
  const isOfThis = `${space} ${format} `
  // The inventory is the same whatever the format of the pages.
  const inventory = { key: `${space} resources`, title: 'resources', extension: '.json' }
  const target = await ExportFolder.open(folder, (key) => key === inventory.key || key.startsWith(isOfThis))
  const rows = (await directory.list('page')).filter((row) => row.deletedAt === null)
  const pages = rows.map(({ page, title }) => ({
    page,
    file: { key: `${isOfThis}${page}`, title, extension: exportExtension(format) },
  }))
  const resources = (await directory.list('resource')).filter((row) => row.deletedAt === null)
  target.keepNames([inventory, ...pages.map(({ file }) => file)])
  const isListed = await target.write(inventory, async () => `${JSON.stringify(resources, null, 2)}\n`)
  let written = 0
  for (const { page, file } of pages) {
    const isWritten = await target.write(file, async () => (await call('page.export', { space, page, format })).content)
    if (isWritten) written++
  }
  const report = await target.close()
  return { pages: written, resources: isListed ? resources.length : 0, folder, ...report }
}

/** What was written, and what a person would not expect of it. */
function exportSentences({ pages, resources, numbered, removed, left, failed }: Awaited<ReturnType<typeof exportAll>>) {
  return [
    `${counted(pages, 'page')}, ${counted(resources, 'resource')}`,
    ...numbered.map(({ title, file }) => `${title}: written as ${file}, its name was taken`),
    ...removed.map((file) => `${file}: removed, its page has another name now`),
    ...left.map((file) => `${file}: left from an earlier export, its page is not there any more`),
    ...failed.map(({ title, message }) => `${title}: not written (${message})`),
  ].join('\n')
}

function joined(parts: { text: string }[]): string {
  return parts.map(({ text }) => text).join('')
}
