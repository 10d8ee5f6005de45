import { existsSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
/** Bytes that all tests together have never needed. */
const ENOUGH = 4 * 1024 ** 3

/**
 * Gives `step` the environment in which temporary folders stand in memory, where a system offers room there: what is
 * written a thousand times over need not wear a disk, nor wait for it. They are gone at the end.
 */
export async function inMemory(step) {
  if (!existsSync(MEMORY)) return step({})
  const { bavail, bsize } = await statfs(MEMORY)
  if (bavail * bsize < ENOUGH) return step({})
  const folder = await mkdtemp(join(MEMORY, 'maillage-'))
  try {
    return await step({ TMPDIR: folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
