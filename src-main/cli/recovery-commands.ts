import type { Command } from 'commander'
import { withSession } from './session.ts'
import { readTextInput } from './text-input.ts'

export function addRecoveryCommands(program: Command): void {
  const recovery = program.command('recovery').description('the place of a computer that is lost')

  recovery
    .command('sheet')
    .description('what lets a fresh computer take the place of this one; to be printed and kept under lock')
    .action((_options: object, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const answer = await call('space.recoverySheet', { space: space() })
        return { json: answer, text: answer.sheet }
      }),
    )

  // Not as an argument: those are seen by everybody on the computer, and kept by the shell.
  recovery
    .command('use <file>')
    .description('take the place of the computer that made the sheet in a file, or in - (stdin)')
    .action((file: string, _options: object, command: Command) =>
      withSession(command, 'offline', async ({ call }) => {
        const recovered = await call('space.recover', { sheet: await readTextInput(file) })
        return { json: recovered, text: recovered.space }
      }),
    )
}
