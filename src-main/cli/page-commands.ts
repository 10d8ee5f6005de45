import { type Command, Option } from 'commander'
import type { PageId } from '../../src-shared/ids.ts'
import type { PageFields } from '../../src-shared/ipc/contract.ts'
import { type ExportFormat, exportFormats } from '../../src-shared/text/export-formats.ts'
import { withSession } from './session.ts'
import { readTextInput } from './text-input.ts'

interface FieldOptions {
  title?: string
  kind?: string
  state?: string
  tag?: string[]
  markdown?: string
}

/** Lists are asked for in stretches of this many. */
const STRETCH = 500

export function addPageCommands(program: Command): void {
  const page = program.command('page').description('how-tos, minutes, charters: what a place writes down')

  withFields(page.command('create'))
    .description('write a page')
    .action((options: FieldOptions, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const markdown = options.markdown === undefined ? {} : { markdown: await readTextInput(options.markdown) }
        const created = await call('page.create', { space: space(), fields: fieldsOf(options), ...markdown })
        return { json: created, text: created.page }
      }),
    )

  page
    .command('list')
    .description('all pages, the latest first')
    .option('--bin', 'those in the bin instead')
    .action((options: { bin?: boolean }, command: Command) =>
      withSession(command, 'offline', async ({ call, readySpace }) => {
        const space = await readySpace()
        const ask = (offset: number) => call('page.list', { space, bin: options.bin ?? false, offset, limit: STRETCH })
        const { pages, total } = await ask(0)
        while (pages.length < total) pages.push(...(await ask(pages.length)).pages)
        return { json: { pages }, text: pages.map((row) => `${row.page}  ${row.title}`).join('\n') }
      }),
    )

  page
    .command('show <id>')
    .description('the body of a page')
    .addOption(new Option('--format <format>', 'how it is written').choices(exportFormats).default('markdown'))
    .action((id: PageId, { format }: { format: ExportFormat }, command: Command) =>
      withSession(command, 'offline', async ({ call, readySpace }) => {
        const read = await call('page.read', { space: await readySpace(), page: id, format })
        const content = format === 'json' ? (JSON.parse(read.content) as unknown) : read.content
        return { json: { page: id, title: read.title, content }, text: read.content }
      }),
    )

  withFields(page.command('edit <id>'))
    .description('change a page; what is not named stays')
    .action((id: PageId, options: FieldOptions, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const target = { space: space(), page: id }
        const fields = fieldsOf(options)
        if (Object.keys(fields).length > 0) await call('page.edit', { ...target, fields })
        if (options.markdown !== undefined) {
          await call('page.replaceBody', { ...target, markdown: await readTextInput(options.markdown) })
        }
        return { json: { page: id }, text: id }
      }),
    )

  for (const name of ['delete', 'restore'] as const) {
    page
      .command(`${name} <id>`)
      .description(name === 'delete' ? 'put a page in the bin' : 'take a page out of the bin')
      .action((id: PageId, _options: object, command: Command) =>
        withSession(command, 'offline', async ({ call, space }) => {
          await call(`page.${name}`, { space: space(), page: id })
          return { json: { page: id }, text: id }
        }),
      )
  }
}

function withFields(command: Command): Command {
  return command
    .option('--title <text>')
    .option('--kind <kind>', 'how-to, minutes, charter, statutes, convention, lease, testimony, event or other')
    .option('--state <state>', 'draft, stable or debated')
    .option('--tag <tag...>', 'all its tags')
    .option('--markdown <file>', 'the body, from a file or from - (stdin)')
}

/** The contract's schema says what of this is allowed. */
function fieldsOf({ title, kind, state, tag }: FieldOptions): PageFields {
  const given = Object.entries({ title, kind, state, tags: tag }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given)
}
