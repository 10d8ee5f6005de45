import { stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** File systems that number their files anew at each mount: FAT, exFAT, and those of programs (FUSE). */
const UNNUMBERED = new Set([0x4d44, 0x2011bab0, 0x65735546])

/**
 * What is true of this very folder and of no copy of it: when its marker was born, and its number on the disk. A folder
 * that was copied, restored from a backup or carried to another computer has another home; a disk that was cloned
 * whole has not (limits.md).
 */
export async function homeOf(folder: string): Promise<string> {
  const marker = join(folder, 'home')
  // Only its birth matters: it is never written again.
  await writeFile(marker, '', { flag: 'a', mode: 0o600 })
  const [{ birthtimeMs, ino }, { type }] = await Promise.all([stat(marker), statfs(folder)])
  return `${Math.floor(birthtimeMs)} ${UNNUMBERED.has(type) ? 0 : ino}`
}
