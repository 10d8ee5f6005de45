import b4a from 'b4a'
import { sign, verify } from 'hypercore-crypto'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import type { Descent } from '../lib/descent.ts'
import { isContinued } from './continuation.ts'
import { keyedHash, spaceIdOf } from './space-keys.ts'

type Step = Descent['steps'][number]

/*
 * What a device shows to whoever has not met it in the logs yet. To know the secret is not enough: whoever was removed
 * knows it, and can make up as many keys as it likes.
 */

/** Of a newcomer whom the last of `line`, whose key this is, lets in. */
export function withGuest(line: Descent, host: { secretKey: Uint8Array }, space: SpaceId, device: DeviceId): Descent {
  const proof = b4a.toString(sign(statement(space, device), host.secretKey), 'hex')
  return { ...line, steps: [...line.steps, { kind: 'welcomed', device, proof }] }
}

/** Of a relay, which the last of `line`, whose key this is, lets store and pass on. */
export function withRelay(line: Descent, host: { secretKey: Uint8Array }, space: SpaceId, device: DeviceId): Descent {
  const proof = b4a.toString(sign(relayStatement(space, device), host.secretKey), 'hex')
  return { ...line, steps: [...line.steps, { kind: 'relayed', device, proof }] }
}

export function isOfRelay({ steps }: Descent): boolean {
  return steps.at(-1)?.kind === 'relayed'
}

/** Of a device that goes on for the last of `line`; `proof` is that one's, of it. */
export function withHeir(line: Descent, device: DeviceId, proof: string): Descent {
  return { ...line, steps: [...line.steps, { kind: 'continued', device, proof }] }
}

/** From the founder to the device before the last. */
export function forebears({ founder, steps }: Descent): DeviceId[] {
  return [founder, ...steps.map(({ device }) => device)].slice(0, -1)
}

/** The keys that the last of a line goes on from. */
export function formers({ founder, steps }: Descent): DeviceId[] {
  const first = steps.findLastIndex(({ kind }) => kind !== 'continued') + 1
  return [founder, ...steps.map(({ device }) => device)].slice(first, -1)
}

/** Whether it leads from the founder of `space` to `device`, and each signed the next. */
export function leadsTo(line: Descent, space: SpaceId, device: DeviceId): boolean {
  if (spaceIdOf(line.founder, b4a.from(line.nonce, 'hex')) !== space) return false
  let last = line.founder
  let isRelay = false
  for (const { kind, device: next, proof } of line.steps) {
    const key = b4a.from(last, 'hex')
    const signed = b4a.from(proof, 'hex')
    if (isRelay || !isNext(kind, key, signed, space, next)) return false
    isRelay = kind === 'relayed'
    last = next
  }
  return last === device
}

function isNext(kind: Step['kind'], key: Uint8Array, proof: Uint8Array, space: SpaceId, next: DeviceId): boolean {
  switch (kind) {
    case 'welcomed':
      return verify(statement(space, next), proof, key)
    case 'continued':
      return isContinued(key, proof, space, next)
    case 'relayed':
      return verify(relayStatement(space, next), proof, key)
  }
}

function statement(space: SpaceId, guest: DeviceId): Uint8Array {
  return keyedHash(null, 'maillage/welcome/1', space, guest)
}

function relayStatement(space: SpaceId, relay: DeviceId): Uint8Array {
  return keyedHash(null, 'maillage/relay/1', space, relay)
}
