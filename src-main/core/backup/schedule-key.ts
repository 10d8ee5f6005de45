import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import b4a from 'b4a'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors.ts'
import { writeDurably } from '../lib/durable-file.ts'
import { sealJson, unsealJson } from '../lib/sealed-json.ts'
import { CHECK_BYTES, type FileKey, SEED_BYTES } from './file-key.ts'

/*
 * What a schedule seals its backups with, while nobody is there to type a passphrase: the key that was made from it, and
 * its salt. Never the passphrase, which may open other doors. Whoever reads this file reads the keyring beside it too,
 * and opens every backup of this schedule with it.
 */

const FILE = 'backup-key.json'

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const storedSchema = z.object({
  version: z.literal(1),
  key: hex(SEED_BYTES),
  salt: hex(SEED_BYTES),
  check: hex(CHECK_BYTES),
})

/** @throws AppError `wrong-passphrase` when it has to be typed again */
export async function readScheduleKey(folder: string): Promise<FileKey> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '')
  const read = unsealJson('backup-key', text)
  const parsed = read.state === 'whole' ? storedSchema.safeParse(read.content) : undefined
  if (!parsed?.success) throw new AppError('wrong-passphrase', 'the key of the schedule is gone or damaged')
  const { key, salt, check } = parsed.data
  const bytes = (text: string) => b4a.from(text, 'hex')
  return { key: bytes(key), hint: { isLocked: true, seed: bytes(salt), check: bytes(check) } }
}

export async function writeScheduleKey(folder: string, { key, hint }: FileKey): Promise<void> {
  const text = (bytes: Uint8Array) => b4a.toString(bytes, 'hex')
  const content = { version: 1, key: text(key), salt: text(hint.seed), check: text(hint.check) }
  await writeDurably(join(folder, FILE), sealJson('backup-key', content))
}

export async function forgetScheduleKey(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true })
}
