import { Command } from 'commander'
import packageFile from '../../package.json' with { type: 'json' }
import { addBackupCommands } from './backup-commands.ts'
import { addExchangeCommands } from './exchange-commands.ts'
import { addMemberCommands } from './member-commands.ts'
import { addNetworkCommands } from './network-commands.ts'
import { addPageCommands } from './page-commands.ts'
import { addRecoveryCommands } from './recovery-commands.ts'
import { addResourceCommands } from './resource-commands.ts'
import { addSpaceCommands } from './space-commands.ts'

/** Every command. Usage errors are thrown, never printed twice. */
export function createProgram(): Command {
  const program = new Command('maillage')
    .description('Documentation and inventory shared between third places, without a window')
    .version(packageFile.version, '--version', 'which Maillage this is')
    .option('--data <folder>', 'where everything is kept')
    .option('--json', 'one JSON value on stdout, errors as JSON on stderr')
    .option('--space <id>', 'which network, when there are several')
    .option('--bootstrap <nodes>', 'HOST:PORT,... of the nodes through which the network is entered')
    .option('--host <address>', 'the address to bind to')
    .option('--offline', 'without the network')
    .option('--verbose', 'tell on stderr what goes wrong and is got over')
  program.exitOverride().configureOutput({ outputError: () => undefined })
  addSpaceCommands(program)
  addPageCommands(program)
  addResourceCommands(program)
  addExchangeCommands(program)
  addBackupCommands(program)
  addMemberCommands(program)
  addRecoveryCommands(program)
  addNetworkCommands(program)
  inherit(program)
  return program
}

/** Lets the common options stand before or after the command, at any depth. */
function inherit(program: Command): void {
  for (const command of program.commands) {
    command.copyInheritedSettings(program)
    for (const option of program.options) {
      if (!command.options.some((own) => own.long === option.long)) command.addOption(option)
    }
    inherit(command)
  }
}
