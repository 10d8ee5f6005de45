import { createHash, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import b4a from 'b4a'
import { randomBytes } from 'hypercore-crypto'
import { AppError } from '../../../src-shared/errors.ts'

/*
 * What a backup is sealed with. Under a passphrase the key is made from it, slowly, and the file says of it no more
 * than whether it was the right one. Without a passphrase the key lies in the file: it hides nothing, and shows every
 * byte that was changed or is missing all the same.
 */

/** What stands in the file of its key. */
export interface KeyHint {
  isLocked: boolean
  /** The passphrase's salt, or the key itself. */
  seed: Uint8Array
  /** Of the key: tells a wrong passphrase from a damaged file. */
  check: Uint8Array
}

/** A key, and what the files that are sealed with it say of it. */
export interface FileKey {
  key: Uint8Array
  hint: KeyHint
}

/** Finds the key of a file. @throws AppError `wrong-passphrase`, `unreadable` */
export type Unlock = (hint: KeyHint) => Promise<FileKey>

export const SEED_BYTES = 32
export const CHECK_BYTES = 16

/** Half a second and 128 MB for each guess; fixed, so that no file can ask for more. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }

const derive = promisify<string, Uint8Array, number, typeof COST, Buffer>(scrypt)

/** A key of its own for each backup, or for each schedule. */
export async function newFileKey(passphrase: string | undefined): Promise<FileKey> {
  const seed = randomBytes(SEED_BYTES)
  const key = passphrase === undefined ? seed : await keyOf(passphrase, seed)
  return { key, hint: { isLocked: passphrase !== undefined, seed, check: checkOf(key) } }
}

/** Refuses also a file that needs a passphrase when there is none. */
export function unlockWith(passphrase: string | undefined): Unlock {
  return async (hint) => {
    if (hint.isLocked && passphrase === undefined) throw new AppError('wrong-passphrase', 'this needs a passphrase')
    const key = hint.isLocked ? await keyOf(passphrase ?? '', hint.seed) : hint.seed
    if (timingSafeEqual(checkOf(key), hint.check)) return { key, hint }
    if (hint.isLocked) throw new AppError('wrong-passphrase', 'this is not the passphrase of this backup')
    throw new AppError('unreadable', 'the backup is damaged at its beginning')
  }
}

/** For a file that we have just written with this key: its hint must be there, or nobody else will open it. */
export function unlockOwn(own: FileKey): Unlock {
  return async ({ isLocked, seed, check }) => {
    const isSame =
      isLocked === own.hint.isLocked && b4a.equals(seed, own.hint.seed) && b4a.equals(check, own.hint.check)
    if (!isSame) throw new AppError('unreadable', 'the disk gave back another beginning')
    return own
  }
}

/** The same letters typed on two systems may be other bytes. */
async function keyOf(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  return derive(passphrase.normalize('NFKC'), salt, 32, COST)
}

function checkOf(key: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update('maillage/backup/1/check').update(key).digest()
  return b4a.from(hash.subarray(0, CHECK_BYTES))
}
