import { createHash } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { basename } from 'node:path/posix'

/** Parts of the data folder whose files are databases. */
export const databaseParts = ['journal', 'views', 'logs'] as const
export type DatabasePart = (typeof databaseParts)[number]

/**
 * How the databases treat a file once it is written: `fixed` is never touched again, `growing` only gets longer,
 * `replaced` is a pointer written anew, `spare` is made again when it is missing, `idle` holds nothing of ours.
 */
export type FileKind = 'fixed' | 'growing' | 'replaced' | 'spare' | 'idle'

/** Bytes read at once: others have their turn between two reads. */
const CHUNK = 1024 * 1024

export function kindOfFile(path: string): FileKind {
  const name = basename(path)
  if (/\.(ldb|sst|blob)$/.test(name)) return 'fixed'
  if (/\.log$|^MANIFEST-\d+$/.test(name)) return 'growing'
  if (name === 'CURRENT') return 'replaced'
  if (/^OPTIONS-\d+$|^IDENTITY$/.test(name)) return 'spare'
  return 'idle'
}

/** The part of the data folder that a file, named from there, belongs to. */
export function partOfFile(path: string): DatabasePart | undefined {
  return databaseParts.find((part) => path.startsWith(`${part}/`))
}

/** Every file of the databases that holds something, named from the data folder with `/`. */
export async function dataFiles(folder: string): Promise<string[]> {
  const lists = await Promise.all(databaseParts.map((part) => filesUnder(folder, part)))
  return lists.flat().filter((path) => kindOfFile(path) !== 'idle')
}

async function filesUnder(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => [])
  const lists = await Promise.all(
    entries.map(({ name }, index) => {
      const inner = `${path}/${name}`
      return entries[index]?.isDirectory() ? filesUnder(folder, inner) : [inner]
    }),
  )
  return lists.flat()
}

/** A hash of the first `length` bytes of a file; undefined when it is shorter, or gone. */
export async function hashOfFile(
  file: string,
  length: number,
  betweenReads?: () => Promise<void>,
): Promise<string | undefined> {
  const handle = await open(file).catch(() => undefined)
  if (!handle) return undefined
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, length))
    for (let position = 0; position < length; ) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, length - position), position)
      if (bytesRead === 0) return undefined
      hash.update(buffer.subarray(0, bytesRead))
      position += bytesRead
      await betweenReads?.()
    }
    return hash.digest('hex').slice(0, 32)
  } finally {
    await handle.close()
  }
}
