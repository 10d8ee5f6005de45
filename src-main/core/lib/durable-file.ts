import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

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

/** Makes a folder for this user alone, and those it stands in where they are missing. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
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
