import { sign, verify } from 'hypercore-crypto'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { keyedHash } from './space-keys.ts'

/*
 * A device goes on under a fresh key when its log may have another writer, or may be behind what others hold of it:
 * its folder was copied, or taken back to an earlier state. The key before says who comes after it.
 */

/** Signed by the key before: `heir` goes on in its place. */
export function proveContinued(former: { secretKey: Uint8Array }, space: SpaceId, heir: DeviceId): Uint8Array {
  return sign(statement(space, heir), former.secretKey)
}

export function isContinued(former: Uint8Array, proof: Uint8Array, space: SpaceId, heir: DeviceId): boolean {
  return verify(statement(space, heir), proof, former)
}

function statement(space: SpaceId, heir: DeviceId): Uint8Array {
  return keyedHash(null, 'maillage/continuation/1', space, heir)
}
