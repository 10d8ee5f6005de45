import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../../src-shared/errors.ts'

/** What file systems answer, some of those behind a network above all, that know of no syncing of folders. */
const CANNOT_SYNC_FOLDERS = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS'])

/** What a small file says: undefined when there is none, nothing when the disk refuses to give it, which is damage too. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((refused: NodeJS.ErrnoException) => (refused.code === 'ENOENT' ? undefined : ''))
}

/** Writes a small file whole; resolves once a power cut leaves neither the file before it nor half of it. For this user alone. */
export async function writeDurably(file: string, text: string): Promise<void> {
  await writeFileAtomic(file, text, { mode: 0o600 })
  await syncFolder(dirname(file))
}

/**
 * Makes a folder, for this user alone unless told otherwise, and those it stands in where they are missing; one after the other, since Node,
 * asked for all of them, never ends where the system says that what stands there is missing, as below /proc.
 */
export async function makeFolder(folder: string, mode = 0o700): Promise<void> {
  const path = resolve(folder)
  if (await isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) await makeFolder(parent, mode)
  await mkdir(path, { mode }).catch(async (refused: NodeJS.ErrnoException) => {
    if (refused.code !== 'EEXIST' || !(await isFolder(path))) throw refused
  })
  await syncFolder(parent)
}

/** @throws AppError `disk-failed` where something else has the name */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((refused: NodeJS.ErrnoException) => {
    if (refused.code !== 'ENOENT') throw refused
    return undefined
  })
  if (found && !found.isDirectory()) throw new AppError('disk-failed', `${path} is a file, and no folder`)
  return found !== undefined
}

/**
 * Resolves once the names in a folder survive a power cut: syncing a file makes its bytes durable, and not that it is
 * there, nor under which name. Windows gives no way to ask for it: NTFS keeps names in order.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync().catch((refused: NodeJS.ErrnoException) => {
      if (!CANNOT_SYNC_FOLDERS.has(refused.code ?? '')) throw refused
    })
  } finally {
    await handle.close()
  }
}
