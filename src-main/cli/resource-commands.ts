import type { Command } from 'commander'
import type { ResourceId } from '../../src-shared/ids.ts'
import type { ResourceDraft, ResourceFields } from '../../src-shared/ipc/contract.ts'
import { MAX_QUANTITY } from '../../src-shared/limits.ts'
import { withSession } from './session.ts'
import { wholeNumber } from './whole-number.ts'

interface FieldOptions {
  name?: string
  category?: string
  quantity?: number
  description?: string
  place?: string
  state?: string
  conditions?: string
  tag?: string[]
}

/** Categories as people say them. */
const frenchCategories: Record<string, string> = {
  matériel: 'material',
  materiel: 'material',
  immatériel: 'immaterial',
  immateriel: 'immaterial',
  projet: 'project',
  autre: 'other',
}

/** Lists are asked for in stretches of this many. */
const STRETCH = 500

export function addResourceCommands(program: Command): void {
  const resource = program.command('resource').description('things, skills, projects that a place shares')

  withFields(resource.command('add'))
    .description('add to the inventory')
    .action((options: FieldOptions, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        // The contract refuses a draft without a name or a category.
        const added = await call('resource.add', { space: space(), resource: fieldsOf(options) as ResourceDraft })
        return { json: added, text: added.resource }
      }),
    )

  resource
    .command('list')
    .description('the inventory')
    .option('--category <category>')
    .option('--bin', 'what is in the bin instead')
    .action((options: { category?: string; bin?: boolean }, command: Command) =>
      withSession(command, 'offline', async ({ call, readySpace }) => {
        const space = await readySpace()
        const { category } = fieldsOf(options)
        const ask = (offset: number) =>
          call('resource.list', {
            space,
            bin: options.bin ?? false,
            offset,
            limit: STRETCH,
            ...(category && { category }),
          })
        const { resources, total } = await ask(0)
        while (resources.length < total) resources.push(...(await ask(resources.length)).resources)
        const lines = resources.map((row) => `${row.resource}  ${row.category}  ${row.quantity ?? '-'}  ${row.name}`)
        return { json: { resources }, text: lines.join('\n') }
      }),
    )

  withFields(resource.command('edit <id>'))
    .description('change a resource; what is not named stays')
    .action((id: ResourceId, options: FieldOptions, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        await call('resource.edit', { space: space(), resource: id, fields: fieldsOf(options) })
        return { json: { resource: id }, text: id }
      }),
    )
}

function withFields(command: Command): Command {
  return command
    .option('--name <text>')
    .option('--category <category>', 'material, immaterial, project, other (or matériel, immatériel, projet, autre)')
    .option('--quantity <number>', 'how many there are', wholeNumber(0, MAX_QUANTITY))
    .option('--description <text>')
    .option('--place <id>', 'the place that lends it')
    .option('--state <state>', 'available, lent, broken or retired')
    .option('--conditions <text>', 'conditions of lending')
    .option('--tag <tag...>', 'all its tags')
}

/** The contract's schema says what of this is allowed. */
function fieldsOf({ category, tag, ...others }: FieldOptions): ResourceFields {
  const fields = {
    ...others,
    category: category && (frenchCategories[category.normalize().toLowerCase()] ?? category),
    tags: tag,
  }
  const known = ['name', 'category', 'quantity', 'description', 'place', 'state', 'conditions', 'tags']
  const given = Object.entries(fields).filter(([name, value]) => known.includes(name) && value !== undefined)
  return Object.fromEntries(given)
}
