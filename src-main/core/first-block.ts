import b4a from 'b4a'
import type { Block } from './log/block.ts'
import type { KnownSpace } from './membership/keyring.ts'

/** Why this device belongs, as its log begins. */
export function firstBlock({ origin, place, placeFields, name }: KnownSpace): Block {
  const bytes = (text: string) => b4a.from(text, 'hex')
  switch (origin.kind) {
    case 'founded':
      return { kind: 'founded', nonce: bytes(origin.nonce), place, name }
    case 'joined':
      return {
        kind: 'joined',
        invitation: bytes(origin.invitation),
        proof: bytes(origin.proof),
        place,
        placeName: placeFields.name,
      }
    case 'continued':
      return { kind: 'continued', former: bytes(origin.former), proof: bytes(origin.proof), place }
  }
}
