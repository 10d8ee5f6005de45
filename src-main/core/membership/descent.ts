import b4a from 'b4a'
import { sign, verify } from 'hypercore-crypto'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import type { Descent } from '../lib/descent.ts'
import { isContinued } from './continuation.ts'
import { keyedHash, spaceIdOf } from './space-keys.ts'

/*
 * What a device shows to whoever has not met it in the logs yet. To know the secret is not enough: whoever was removed
 * knows it, and can make up as many keys as it likes.
 */

/** Of a newcomer whom the last of `line`, whose key this is, lets in. */
export function withGuest(line: Descent, host: { secretKey: Uint8Array }, space: SpaceId, device: DeviceId): Descent {
  const proof = b4a.toString(sign(statement(space, device), host.secretKey), 'hex')
  return { ...line, steps: [...line.steps, { kind: 'welcomed', device, proof }] }
}

/** Of a device that goes on for the last of `line`; `proof` is that one's, of it. */
export function withHeir(line: Descent, device: DeviceId, proof: string): Descent {
  return { ...line, steps: [...line.steps, { kind: 'continued', device, proof }] }
}

/** From the founder to the device before the last. */
export function forebears({ founder, steps }: Descent): DeviceId[] {
  return [founder, ...steps.map(({ device }) => device)].slice(0, -1)
}

/** Whether it leads from the founder of `space` to `device`, and each signed the next. */
export function leadsTo(line: Descent, space: SpaceId, device: DeviceId): boolean {
  if (spaceIdOf(line.founder, b4a.from(line.nonce, 'hex')) !== space) return false
  let last = line.founder
  for (const { kind, device: next, proof } of line.steps) {
    const key = b4a.from(last, 'hex')
    const signed = b4a.from(proof, 'hex')
    const isNext =
      kind === 'continued' ? isContinued(key, signed, space, next) : verify(statement(space, next), signed, key)
    if (!isNext) return false
    last = next
  }
  return last === device
}

function statement(space: SpaceId, guest: DeviceId): Uint8Array {
  return keyedHash(null, 'maillage/welcome/1', space, guest)
}
