import b4a from 'b4a'
import { crypto_generichash } from 'sodium-universal'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'

/** What a member knows and a stranger does not: everything else about a space's privacy derives from `secret`. */
export interface SpaceSecret {
  space: SpaceId
  /** 32 random bytes, made by the founder and handed to each newcomer over an authenticated line. */
  secret: Uint8Array
}

/** The keys of one space. Each has one use, so that giving one away (to a relay, to the DHT) gives no other. */
export interface SpaceKeys {
  space: SpaceId
  /** Announced on the DHT: tells nothing of the space, and cannot be guessed from its id. */
  topic: Uint8Array
  /** Proves membership on a fresh connection. */
  proof: Uint8Array
  /** Encrypts every block of every log and attachment. */
  encryption: Uint8Array
  /** Separates the logs of this space from the same devices' logs elsewhere, and hides their keys from strangers. */
  logNamespace: Uint8Array
  blobNamespace: Uint8Array
}

/** BLAKE2b-256 of `parts`, under `key` when there is one. */
export function keyedHash(key: Uint8Array | null, ...parts: (Uint8Array | string)[]): Uint8Array {
  const output = b4a.alloc(32)
  const input = b4a.concat(
    parts.flatMap((part) => {
      const bytes = typeof part === 'string' ? b4a.from(part) : b4a.from(part)
      const length = b4a.alloc(4)
      new DataView(length.buffer, length.byteOffset, 4).setUint32(0, bytes.length)
      return [length, bytes]
    }),
  )
  if (key) crypto_generichash(output, input, key)
  else crypto_generichash(output, input)
  return output
}

export function deriveSpaceKeys({ space, secret }: SpaceSecret): SpaceKeys {
  const derive = (use: string) => keyedHash(secret, 'maillage/space/1', use, space)
  return {
    space,
    topic: derive('topic'),
    proof: derive('proof'),
    encryption: derive('encryption'),
    logNamespace: derive('log'),
    blobNamespace: derive('blobs'),
  }
}

/** A space is named by its founder: nobody else can write a log that founds it. */
export function spaceIdOf(founder: DeviceId, nonce: Uint8Array): SpaceId {
  return b4a.toString(keyedHash(null, 'maillage/space/1', b4a.from(founder, 'hex'), nonce), 'hex') as SpaceId
}
