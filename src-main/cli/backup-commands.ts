import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { AppError, toAppError } from '../../src-shared/errors.ts'
import type { BackupSummary, RestoredSpace, RestoreReport } from '../../src-shared/model/backup.ts'
import { newFileKey, unlockWith } from '../core/backup/file-key.ts'
import { checkBackup } from '../core/backup/read-backup.ts'
import { createBackup } from '../core/create-backup.ts'
import { restoreBackup } from '../core/restore-backup.ts'
import { type Answer, type GlobalOptions, print, withSession } from './session.ts'

interface PassphraseOptions {
  passphraseFile?: string
}

export function addBackupCommands(program: Command): void {
  const backup = program.command('backup').description('everything in one file, and back')

  takingPassphrase(backup.command('create <file>'))
    .description('put all that this computer holds into one file, and read it back')
    .option('--keys', 'with the keys, so that a fresh computer can be restored; needs a passphrase')
    .action((file: string, options: PassphraseOptions & { keys?: boolean }, command: Command) =>
      withSession(command, 'offline', async ({ core }) => {
        const key = await newFileKey(await passphraseOf(options))
        return summaryAnswer(await createBackup(core, file, { key, withKeys: options.keys === true }))
      }),
    )

  takingPassphrase(backup.command('check <file>'))
    .description('read a whole backup and say what is in it; touches nothing')
    .action(async (file: string, options: PassphraseOptions, command: Command) => {
      const summary = await checkBackup(file, { unlock: unlockWith(await passphraseOf(options)) })
      print(summaryAnswer(summary), command.optsWithGlobals<GlobalOptions>())
    })

  takingPassphrase(backup.command('restore <file>'))
    .description('add what a backup has and this computer lacks; takes nothing back')
    .action(async (file: string, options: PassphraseOptions, command: Command) => {
      const unlock = unlockWith(await passphraseOf(options))
      const restore = () =>
        withSession(command, 'offline', async ({ core }) => reportAnswer(await restoreBackup(core, file, { unlock })))
      await restore().catch((thrown: unknown) => {
        // It went on under a fresh key, under which the rest can be restored.
        if (toAppError(thrown).code === 'disconnected') return restore()
        throw thrown
      })
    })
}

function takingPassphrase(command: Command): Command {
  return command.option(
    '--passphrase-file <file>',
    'where the passphrase is written; MAILLAGE_PASSPHRASE when left out',
  )
}

/** Never an argument: those can be read by everybody on the computer. */
async function passphraseOf({ passphraseFile }: PassphraseOptions): Promise<string | undefined> {
  if (passphraseFile === undefined) return process.env.MAILLAGE_PASSPHRASE || undefined
  const text = await readFile(passphraseFile, 'utf8').catch((cause: unknown) => {
    throw new AppError('not-found', `${passphraseFile} cannot be read`, { cause })
  })
  const passphrase = text.replace(/\r?\n$/, '')
  if (passphrase === '') throw new AppError('invalid-input', `${passphraseFile} holds no passphrase`)
  return passphrase
}

function summaryAnswer(summary: BackupSummary): Answer {
  const spaces = summary.spaces.map(
    ({ name, pages, resources, pictures }) => `${name}: ${pages} pages, ${resources} resources, ${pictures} pictures`,
  )
  const damage = summary.damagedBlocks > 0 ? [`${summary.damagedBlocks} blocks are damaged`] : []
  return { json: summary, text: [...spaces, ...damage].join('\n') }
}

function reportAnswer(report: RestoreReport): Answer {
  return { json: report, text: report.spaces.map(spaceLine).join('\n') }
}

function spaceLine({ name, state, pages, resources, pictures, blocks }: RestoredSpace): string {
  if (state === 'closed') return `${name}: left out, this computer does not belong to it and the backup has no keys`
  const added = `${pages.added} pages, ${resources.added} resources, ${pictures.added} pictures, ${blocks.added} blocks`
  return `${name}: added ${added}; ${blocks.present} blocks were here, ${blocks.refused} were refused`
}
