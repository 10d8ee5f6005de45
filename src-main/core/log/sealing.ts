import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'
import { EPOCH_NAME_BYTES } from '../lib/epoch-name.ts'
import { lock, unlock } from '../lib/secret-box.ts'

/*
 * Everything in a log is encrypted under a key that follows from the space's first secret, which whoever was removed
 * knows. What is written since stands in a seal besides, under the key of an epoch that only those have who stayed.
 */

/** The key of one epoch, for blocks. */
export interface BlockKey {
  /** Sixteen hexadecimal digits, by which whoever has it finds it. */
  epoch: string
  key: Uint8Array
}

/** The keys that are here. */
export interface BlockKeys {
  /** What is written now is sealed under it; undefined while nobody was removed. */
  readonly current: BlockKey | undefined
  find(epoch: string): Uint8Array | undefined
}

/** A block under the key of an epoch that is not here yet: it is read once that has come. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing'

  constructor(readonly epoch: string) {
    super(`the key of epoch ${epoch} is not here`)
  }
}

/** Stands before the epoch and what is sealed; a block that is not sealed begins with how it was packed. */
const SEALED = 2

export function seal(packed: Uint8Array, { current }: BlockKeys): Uint8Array {
  if (!current) return packed
  return b4a.concat([b4a.from([SEALED]), b4a.from(current.epoch, 'hex'), lock(packed, current.key)])
}

/** @throws KeyMissing, AppError `unreadable` for what nobody sealed under the key that it names */
export function unseal(stored: Uint8Array, keys: BlockKeys): Uint8Array {
  if (stored[0] !== SEALED) return stored
  const epoch = b4a.toString(stored.subarray(1, 1 + EPOCH_NAME_BYTES), 'hex')
  if (epoch.length !== 2 * EPOCH_NAME_BYTES) throw new AppError('unreadable', 'a seal that is cut')
  const key = keys.find(epoch)
  if (!key) throw new KeyMissing(epoch)
  const packed = unlock(stored.subarray(1 + EPOCH_NAME_BYTES), key)
  if (!packed) throw new AppError('unreadable', `nothing that was sealed in epoch ${epoch}`)
  return packed
}
