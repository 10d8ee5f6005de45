import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { AppError, toAppError } from '../../src-shared/errors.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import type { BackupSummary, RestoredSpace, RestoreReport } from '../../src-shared/model/backup.ts'
import {
  type BackupState,
  MAX_KEPT_BACKUPS,
  type ScheduleRhythm,
  scheduleRhythms,
} from '../../src-shared/model/backup-schedule.ts'
import type { Core } from '../core/core.ts'
import { counted } from './counted.ts'
import { type Answer, type GlobalOptions, print, withSession } from './session.ts'
import { wholeNumber } from './whole-number.ts'

interface PassphraseOptions {
  passphraseFile?: string
}

interface ScheduleOptions extends PassphraseOptions {
  every?: ScheduleRhythm
  folder?: string
  keep?: number
  keys?: boolean
}

export function addBackupCommands(program: Command): void {
  const backup = program.command('backup').description('everything in one file, and back')

  takingPassphrase(backup.command('create <file>'))
    .description('put all that this computer holds into one file, and read it back')
    .option('--keys', 'with the keys, so that a fresh computer can be restored; needs a passphrase')
    .action((file: string, options: PassphraseOptions & { keys?: boolean }, command: Command) =>
      withSession(command, 'offline', async ({ core }) => {
        const passphrase = (await passphraseOf(options)) ?? null
        return summaryAnswer(await core.backups.create(file, passphrase, options.keys === true))
      }),
    )

  backup
    .command('part <device> <file>')
    .description('what a device of a network lacks, as far as it has told, to be carried there and restored')
    .action((device: string, file: string, _options: object, command: Command) =>
      withSession(command, 'offline', async ({ core, space }) =>
        summaryAnswer(await core.backups.createPart(file, core.space(space()), device as DeviceId)),
      ),
    )

  takingPassphrase(backup.command('check <file>'))
    .description('read a whole backup and say what is in it; touches nothing')
    .action(async (file: string, options: PassphraseOptions, command: Command) => {
      const { checkBackup } = await import('../core/backup/read-backup.ts')
      const { unlockWith } = await import('../core/backup/file-key.ts')
      const summary = await checkBackup(file, { unlock: unlockWith(await passphraseOf(options)) })
      print(summaryAnswer(summary), command.optsWithGlobals<GlobalOptions>())
    })

  takingPassphrase(backup.command('restore <file>'))
    .description('add what a backup has and this computer lacks; takes nothing back')
    .action(async (file: string, options: PassphraseOptions, command: Command) => {
      const passphrase = (await passphraseOf(options)) ?? null
      const restore = () =>
        withSession(command, 'offline', async ({ core }) => reportAnswer(await core.backups.restore(file, passphrase)))
      await restore().catch((thrown: unknown) => {
        // It went on under a fresh key, under which the rest can be restored.
        if (toAppError(thrown).code === 'disconnected') return restore()
        throw thrown
      })
    })
  addSchedule(backup)
}

function addSchedule(backup: Command): void {
  takingPassphrase(backup.command('schedule'))
    .description('backups made by themselves while the application or `serve` runs; without options, what they are')
    .addOption(new Option('--every <rhythm>', 'how often').choices(scheduleRhythms))
    .option('--folder <dir>', 'where; it must be there')
    .option('--keep <n>', 'how many are kept', wholeNumber(1, MAX_KEPT_BACKUPS))
    .option('--keys', 'with the keys; needs a passphrase')
    .action((options: ScheduleOptions, command: Command) =>
      withSession(command, 'offline', async ({ core }) => {
        await changeSchedule(core, options)
        const state = core.backups.state()
        return { json: state, text: scheduleText(state) }
      }),
    )
}

async function changeSchedule({ backups }: Core, { every, folder, keep, keys, ...rest }: ScheduleOptions) {
  if (every === undefined) {
    if (folder ?? keep ?? keys ?? rest.passphraseFile) throw new AppError('invalid-input', 'say --every too')
    return
  }
  const passphrase = (await passphraseOf(rest)) ?? null
  await backups.setSchedule({ every, folder, keep, passphrase, withKeys: keys === true })
}

function scheduleText({ schedule: { every, folder, keep, isLocked, withKeys }, last, failure }: BackupState): string {
  const keys = withKeys ? 'with keys' : 'without keys'
  const sealed = isLocked ? `under a passphrase, ${keys}` : 'without a passphrase, without keys'
  const lines = [every === 'never' ? 'no schedule' : `every ${every} into ${folder}, the last ${keep}, ${sealed}`]
  if (last) lines.push(`last: ${new Date(last.at).toISOString()}  ${last.path}  ${last.bytes} bytes`)
  if (failure) lines.push(`failed: ${new Date(failure.at).toISOString()}  ${failure.code}`)
  return lines.join('\n')
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
    ({ name, pages, resources, pictures }) =>
      `${name}: ${counted(pages, 'page')}, ${counted(resources, 'resource')}, ${counted(pictures, 'picture')}`,
  )
  const damage = summary.damagedBlocks > 0 ? [`${summary.damagedBlocks} blocks are damaged`] : []
  return { json: summary, text: [...spaces, ...damage].join('\n') }
}

function reportAnswer(report: RestoreReport): Answer {
  return { json: report, text: report.spaces.map(spaceLine).join('\n') }
}

function spaceLine({ name, state, pages, resources, pictures, blocks }: RestoredSpace): string {
  if (state === 'closed') return `${name}: left out, this computer does not belong to it and the backup has no keys`
  const written = `${counted(pages.added, 'page')}, ${counted(resources.added, 'resource')}`
  const added = `${written}, ${counted(pictures.added, 'picture')}, ${counted(blocks.added, 'block')}`
  return `${name}: added ${added}; ${blocks.present} blocks were here, ${blocks.refused} were refused`
}
