import { readFile, stat } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { AppError, toAppError } from '../../src-shared/errors.ts'

/** No meeting and no page is longer. */
const MAX_TEXT_BYTES = 5 * 1024 * 1024

/** Reads a text file, or stdin for `-`. @throws AppError `not-found`, `invalid-input`, `too-large`, `disk-failed` */
export async function readTextInput(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  const bytes = await readBounded(file)
  if (bytes.includes(0)) throw new AppError('invalid-input', `${file} is not a text file`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Old notes from Windows: every byte is a character there, so nothing is lost.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > MAX_TEXT_BYTES) throw new AppError('too-large', `${file} has ${size} bytes`)
    return await readFile(file)
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
    if (code === 'ENOENT') throw new AppError('not-found', `there is no file ${file}`)
    if (code === 'EISDIR') throw new AppError('invalid-input', `${file} is a folder`)
    throw toAppError(thrown)
  }
}
