import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../../src-shared/errors.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import type { CommandName, Commands } from '../../src-shared/ipc/contract.ts'
import type { Core } from '../core/core.ts'
import { givenFolder } from '../data-folder.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  data?: string
  json?: boolean
  bootstrap?: string
  host?: string
  offline?: boolean
  space?: string
  verbose?: boolean
}

/** A running core, and the ways commands use it. */
export interface Session {
  core: Core
  call<Name extends CommandName>(name: Name, input: Commands[Name]['in']): Promise<Commands[Name]['out']>
  /** The space that `--space` names, or the only one. @throws AppError `invalid-input`, `not-found` */
  space(): SpaceId
  /** The same, once everything received stands in lists and search. */
  readySpace(): Promise<SpaceId>
}

/** What a command answers: `json` for programs, `text` for people. */
export interface Answer {
  json: unknown
  text: string
}

/** Starts the core, runs `command`, stops the core whatever happens, prints the answer. */
export async function withSession(
  cli: Command,
  network: 'online' | 'offline',
  /** Undefined when it printed by itself. */
  command: (session: Session) => Promise<Answer | undefined>,
): Promise<void> {
  const options = cli.optsWithGlobals<GlobalOptions>()
  // The core takes half a second to load: who asks for help, or says something wrong, does not wait for it.
  const { createSession, isSwitchedOn, startCore } = await import('./start-session.ts')
  const core = await startCore({
    folder: dataFolder(options),
    bootstrap: options.bootstrap ?? process.env.MAILLAGE_BOOTSTRAP,
    host: options.host ?? process.env.MAILLAGE_HOST,
    offline: network === 'offline' || options.offline === true || isSwitchedOn(process.env.MAILLAGE_OFFLINE),
    ...(options.verbose && { log: (message: string) => void process.stderr.write(`${message}\n`) }),
  })
  // Offline, nothing else keeps a process that waits for a signal or a timer.
  const awake = setInterval(() => undefined, 60_000)
  try {
    const answer = await Promise.race([command(createSession(core, options.space)), untilUnusable(core)])
    if (answer) print(answer, options)
  } finally {
    clearInterval(awake)
    await core.stop()
  }
}

/** Rejects once this core can do no more, and only the next start can. */
function untilUnusable(core: Core): Promise<never> {
  return new Promise((_, reject) => {
    core.once('spent', () =>
      reject(new AppError('disconnected', 'the data folder must be opened anew: run this again')),
    )
    core.once('damaged', (part) =>
      reject(new AppError('unreadable', `stored bytes of ${part} are damaged: the next start heals them`)),
    )
  })
}

/** Prints the one value of a command. A list of nothing has no line. */
export function print({ json, text }: Answer, { json: wantsJson }: GlobalOptions): void {
  if (wantsJson) process.stdout.write(`${JSON.stringify(json)}\n`)
  else if (text !== '') process.stdout.write(`${text}\n`)
}

/** Where the application itself keeps its data, when nobody says otherwise. */
function dataFolder({ data }: GlobalOptions): string {
  const given = givenFolder(data, process.env)
  if (given !== undefined) return given
  if (process.platform === 'win32') return join(process.env.APPDATA ?? homedir(), 'Maillage')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Maillage')
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Maillage')
}
