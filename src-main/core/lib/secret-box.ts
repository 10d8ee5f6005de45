import b4a from 'b4a'
import { randomBytes } from 'hypercore-crypto'
import sodium from 'sodium-universal'

/** Bytes of a key. */
export const KEY_BYTES = 32

const { crypto_secretbox_NONCEBYTES: NONCE_BYTES, crypto_secretbox_MACBYTES: MAC_BYTES } = sodium

/** What is locked is so many bytes longer. */
export const LOCK_BYTES = NONCE_BYTES + MAC_BYTES

/** Encrypts `bytes` under `key`: whoever has the key can tell whether anything was changed. */
export function lock(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = b4a.alloc(bytes.length + MAC_BYTES)
  sodium.crypto_secretbox_easy(cipher, bytes, nonce, key)
  return b4a.concat([nonce, cipher])
}

/** Undoes `lock`. Undefined under another key, or when something was changed. */
export function unlock(locked: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  if (locked.length < LOCK_BYTES) return undefined
  const bytes = b4a.alloc(locked.length - LOCK_BYTES)
  const isWhole = sodium.crypto_secretbox_open_easy(
    bytes,
    locked.subarray(NONCE_BYTES),
    locked.subarray(0, NONCE_BYTES),
    key,
  )
  return isWhole ? bytes : undefined
}
