import { mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '../src-shared/errors.ts'

/**
 * Where this computer keeps everything: `--data DIR`, else MAILLAGE_DATA, else the system's own place.
 * `--data=DIR` is understood as well. @throws AppError `invalid-input` rather than open another folder than was meant
 */
export function chooseDataFolder(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
  applicationData: string,
): string {
  const at = argv.indexOf('--data')
  const separate = at >= 0 ? (argv[at + 1] ?? '') : undefined
  const joined = argv.find((argument) => argument.startsWith('--data='))?.slice('--data='.length)
  return givenFolder(separate ?? joined, environment) ?? join(applicationData, 'Maillage')
}

/** The folder that a person named, in full; undefined when none was. @throws AppError `invalid-input` */
export function givenFolder(
  option: string | undefined,
  environment: Record<string, string | undefined>,
): string | undefined {
  const given = option ?? (environment.MAILLAGE_DATA || undefined)
  if (given === undefined) return undefined
  // A variable that was not set leaves nothing, and a switch that follows is not the folder that was forgotten.
  if (given.trim() === '' || given.startsWith('--'))
    throw new AppError('invalid-input', '--data is followed by a folder')
  if (given.includes('\0')) throw new AppError('invalid-input', 'the name of a folder holds no zero byte')
  return resolve(ofHome(given))
}

/** Makes a folder and those it stands in, one after the other: asked for all at once, Node never ends below /proc. */
export function makeFoldersSync(folder: string): void {
  if (isFolder(folder)) return
  if (dirname(folder) !== folder) makeFoldersSync(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (refused) {
    // Another Maillage that starts at the same moment makes it too.
    if ((refused as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(folder)) throw refused
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Most shells put the home folder in the place of `~`, but not behind `--data=`. */
function ofHome(given: string): string {
  if (!given.startsWith('~')) return given
  if (/^~(?:[/\\]|$)/.test(given)) return join(homedir(), given.slice(1))
  throw new AppError(
    'invalid-input',
    `${given} is not understood: write the folder in full, or ./${given} for one of that name`,
  )
}
