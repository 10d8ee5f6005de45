import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import { unsealJson } from '../lib/sealed-json.ts'

export const KEYRING_FILE = 'keyring.json'
/** Written just before the first, which is believed when they differ. */
export const KEYRING_COPY = 'keyring.copy.json'

interface KeyringFiles<Content> {
  /** Undefined when neither file is there. */
  stored: Content | undefined
  damaged: string[]
  /** Files that are not there, or say something older. */
  missing: string[]
}

type Reading<Content> =
  | { file: string; state: 'missing' | 'damaged' }
  | { file: string; state: 'newer'; refusal: AppError }
  | { file: string; state: 'whole' | 'unsealed'; content: Content }

/**
 * What the keyring and its copy say: nothing can rebuild them, so each stands for the other.
 * @throws AppError `unreadable` when there is a file and none is whole, `newer-version`, `disk-failed`
 */
export async function readKeyringFiles<Content>(
  folder: string,
  parse: (content: unknown) => Content,
): Promise<KeyringFiles<Content>> {
  const readings = [await readOne(folder, KEYRING_FILE, parse), await readOne(folder, KEYRING_COPY, parse)]
  const named = (state: string) => readings.filter((reading) => reading.state === state).map(({ file }) => file)
  const newer = readings.find((reading) => reading.state === 'newer')
  if (newer) throw newer.refusal
  const sealed = readings.find((reading) => reading.state === 'whole')
  // From before keyrings had a checksum and a copy; beside a file that has one, its checksum was damaged.
  const chosen = sealed ?? readings.find((reading) => reading.state === 'unsealed')
  const damaged = [...named('damaged'), ...(sealed ? named('unsealed') : [])]
  if (!chosen && damaged.length > 0) throw new AppError('unreadable', `${damaged.join(', ')}: damaged`)
  const contents = new Set(readings.flatMap((reading) => ('content' in reading ? JSON.stringify(reading.content) : [])))
  const stale = damaged.length === 0 && contents.size > 1 ? [KEYRING_COPY] : []
  return {
    stored: chosen && 'content' in chosen ? chosen.content : undefined,
    damaged,
    missing: [...named('missing'), ...stale],
  }
}

async function readOne<Content>(
  folder: string,
  file: string,
  parse: (content: unknown) => Content,
): Promise<Reading<Content>> {
  const text = await readIfPresent(join(folder, file))
  if (text === undefined) return { file, state: 'missing' }
  const read = unsealJson('keyring', text)
  if (read.state === 'damaged') return { file, state: 'damaged' }
  try {
    return { file, state: read.state, content: parse(read.content) }
  } catch (thrown) {
    const refusal = toAppError(thrown)
    return refusal.code === 'newer-version' ? { file, state: 'newer', refusal } : { file, state: 'damaged' }
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
    throw toAppError(thrown)
  }
}
