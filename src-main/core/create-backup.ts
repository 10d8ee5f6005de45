import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import type { BackedUpSpace, BackupSummary } from '../../src-shared/model/backup.ts'
import type { BackupRecord, HeadOf } from './backup/backup-records.ts'
import type { FileKey } from './backup/file-key.ts'
import type { Pace } from './backup/pace.ts'
import { writeBackup } from './backup/write-backup.ts'
import type { Core } from './core.ts'
import { heldBlocks, provenBlocks, signedRoots } from './log/core-copy.ts'
import type { Space } from './space.ts'

export interface CreateBackupOptions {
  key: FileKey
  /** With them, whoever has the passphrase is a member: never without one. */
  withKeys: boolean
  signal?: AbortSignal | undefined
  onProgress?: ((done: number, total: number) => void) | undefined
  pace?: Pace | undefined
  /** Only of this space, and only what follows upon what somebody has of it already; everything when absent. */
  part?: BackupPart | undefined
  /** Told, once it is made, how much of each log and of each device's files is in it. */
  onHeld?: ((held: HeldBlocks) => void) | undefined
}

/** What is put on a stick for somebody. */
export interface BackupPart {
  space: Space
  /** How many blocks of it are there already. */
  start(device: DeviceId, holds: 'log' | 'files'): number
}

/** Blocks of each core, by a name that is the same in every backup. */
export type HeldBlocks = Record<string, number>

type BackupCore = Awaited<ReturnType<typeof backupCores>>[number]

const NO_BODY = new Uint8Array(0)

/**
 * Puts all that this computer holds into one file, as it stands now; writing goes on meanwhile and is not waited for.
 * @throws AppError `not-found` when there is nothing to keep, `invalid-input` for keys without a passphrase, and as `writeBackup`
 */
export async function createBackup(core: Core, path: string, options: CreateBackupOptions): Promise<BackupSummary> {
  const { key, withKeys, signal, onProgress, pace, onHeld, part } = options
  if (withKeys && !key.hint.isLocked) throw new AppError('invalid-input', 'keys are only kept under a passphrase')
  const spaces = part ? [part.space] : core.openSpaces()
  if (spaces.length === 0) throw new AppError('not-found', 'there is no network to keep yet')
  await core.publishKept()
  const cores = (await Promise.all(spaces.map((space) => backupCores(space, part)))).flat()
  const head: HeadOf<'backup'> = {
    kind: 'backup',
    version: 1,
    madeAt: core.now(),
    hasKeys: withKeys,
    blocks: cores.reduce((sum, { held }) => sum + held, 0),
    spaces: await Promise.all(spaces.map((space) => describe(core, space))),
  }
  const records = allRecords(head, withKeys ? core.exportedKeys() : undefined, cores)
  const made = await writeBackup(path, { key, records, signal, onProgress, pace })
  onHeld?.(
    Object.fromEntries(cores.map(({ head: { space, device, holds }, held }) => [`${space} ${device} ${holds}`, held])),
  )
  return made
}

async function* allRecords(
  head: HeadOf<'backup'>,
  keys: Uint8Array | undefined,
  cores: BackupCore[],
): AsyncGenerator<BackupRecord> {
  yield { head, body: NO_BODY }
  if (keys) yield { head: { kind: 'keys' }, body: keys }
  let blocks = 0
  for (const { head: ofCore, core, start } of cores) {
    yield { head: ofCore, body: NO_BODY }
    for await (const { index, nodes, value } of provenBlocks(core, ofCore.length, start)) {
      yield { head: { kind: 'block', index, nodes }, body: value }
      blocks += 1
    }
  }
  yield { head: { kind: 'end', cores: cores.length, blocks }, body: NO_BODY }
}

/** What the logs and files of a space are now; they only grow. */
async function backupCores(space: Space, part: BackupPart | undefined) {
  const devices = space.logs.all().map(({ device }) => device)
  const cores = []
  for (const device of devices) {
    for (const holds of ['log', 'files'] as const) {
      const core = holds === 'log' ? (await space.logs.add(device)).core : (await space.blobs.add(device)).core
      const signed = await signedRoots(core)
      const start = part?.start(device, holds) ?? 0
      if (!signed || (part && start >= signed.length)) continue
      const head: HeadOf<'core'> = { kind: 'core', space: space.id, holds, device, ...signed }
      cores.push({ head, core, start, held: await heldBlocks(core, signed.length, start) })
    }
  }
  return cores
}

async function describe(core: Core, { id, directory, blobs }: Space): Promise<BackedUpSpace> {
  const { name } = core.spaceRows().find(({ space }) => space === id) ?? { name: '' }
  const pages = (await directory.list('page')).length
  const resources = (await directory.list('resource')).length
  return { space: id, name, pages, resources, pictures: blobs.heldPictures().length }
}
