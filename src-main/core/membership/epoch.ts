import b4a from 'b4a'
import { decrypt, encrypt, randomBytes } from 'hypercore-crypto'
import sodium from 'sodium-universal'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { EPOCH_NAME_BYTES } from '../lib/epoch-name.ts'
import { keyedHash } from './space-keys.ts'

/*
 * Whoever was removed knows the space's first secret. Each removal therefore begins an epoch, with a secret that is given to
 * those who stay, each sealed for its device (docs/decisions/0006-epochs.md).
 */

/** What follows from an epoch's secret. Each key has one use. */
export interface Epoch {
  /** Sixteen hexadecimal digits of the secret's hash: a secret cannot be given under another name. */
  id: string
  secret: Uint8Array
  /** Seals blocks of logs. */
  blocks: Uint8Array
  /** Where members meet. */
  topic: Uint8Array
}

export function newEpochSecret(): Uint8Array {
  return randomBytes(32)
}

export function deriveEpoch(space: SpaceId, secret: Uint8Array): Epoch {
  const derive = (use: string) => keyedHash(secret, 'maillage/epoch/1', use, space)
  const id = b4a.toString(derive('name').subarray(0, EPOCH_NAME_BYTES), 'hex')
  return { id, secret, blocks: derive('blocks'), topic: derive('topic') }
}

/** The secret as only `device` can read it. */
export function shareWith(device: DeviceId, secret: Uint8Array): Uint8Array {
  const publicKey = b4a.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey, b4a.from(device, 'hex'))
  return encrypt(secret, publicKey)
}

/** Undoes `shareWith`, on that device. Undefined for what was not made for it. */
export function openShare(
  share: Uint8Array,
  device: { publicKey: Uint8Array; secretKey: Uint8Array },
): Uint8Array | undefined {
  const publicKey = b4a.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  const secretKey = b4a.alloc(sodium.crypto_box_SECRETKEYBYTES)
  sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey, b4a.from(device.publicKey))
  sodium.crypto_sign_ed25519_sk_to_curve25519(secretKey, b4a.from(device.secretKey))
  return decrypt(share, { publicKey, secretKey }) ?? undefined
}
