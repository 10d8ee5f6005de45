import type { Command } from 'commander'
import { withSession } from './session.ts'

export function addSpaceCommands(program: Command): void {
  const space = program.command('space').description('networks of places')

  space
    .command('create <name>')
    .description('found a network, whose first place is this one')
    .option('--place <name>', 'the name of this place; the network’s when left out')
    .option('--commune <name>', 'where it is', '')
    .action((name: string, options: { place?: string; commune: string }, command: Command) =>
      withSession(command, 'offline', async ({ call }) => {
        const place = { name: options.place ?? name, commune: options.commune }
        const created = await call('space.create', { name, place })
        return { json: created, text: created.space }
      }),
    )

  space
    .command('list')
    .description('the networks this computer belongs to')
    .action((_options: object, command: Command) =>
      withSession(command, 'offline', async ({ call }) => {
        const answer = await call('space.list', {})
        return { json: answer, text: answer.spaces.map((row) => `${row.space}  ${row.name}`).join('\n') }
      }),
    )
}
