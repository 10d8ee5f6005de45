import { existsSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
/** Bytes that all tests together have never needed. */
const ENOUGH = 4 * 1024 ** 3

/**
 * Runs `step` with an environment in which temporary folders stand in memory, where the system has room there.
 * Tests that write thousands of files then wait for no disk. The folders are removed at the end.
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
