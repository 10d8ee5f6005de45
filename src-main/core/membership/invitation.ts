import b4a from 'b4a'
import { keyPair, randomBytes, sign, verify } from 'hypercore-crypto'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors.ts'
import {
  type DeviceId,
  type PlaceId,
  placeIdSchema,
  type SpaceId,
  type Timestamp,
  timestampSchema,
} from '../../../src-shared/ids.ts'
import { contentToLink, type LinkForm, linkToContent } from './link.ts'
import { keyedHash } from './space-keys.ts'

/** What a link carries: enough to find a member and prove that one was invited, nothing that opens the space alone. */
export interface Invitation {
  space: SpaceId
  /** 16 random bytes: whoever has them is invited. */
  seed: Uint8Array
  expiresAt: Timestamp
  /** For the newcomer's eyes, before the first contact; the network itself says later what it is called. */
  spaceName: string
  placeName: string
  /** The place that the newcomer is one more computer of, should it found none of its own. */
  place: PlaceId | null
  /** Whom a relay believes first: it lets in a relay, which stores and passes on, and nobody else. Null when it lets in members. */
  relayFor: DeviceId | null
}

/** The keys that follow from an invitation's seed. */
export interface InvitationKeys {
  publicKey: Uint8Array
  secretKey: Uint8Array
  /** Where the newcomer and a member meet. */
  topic: Uint8Array
  /** A member shows with it that it belongs to the inviting space. */
  hostKey: Uint8Array
}

const VERSION = 1
/** Two names of 120 characters, of three bytes each, and the keys. */
const FORM: LinkForm = { prefix: 'maillage://join/', use: 'maillage/invitation/1', maxLetters: 2_000 }
const DAY = 24 * 60 * 60 * 1000

const bytes = (length: number) => z.instanceof(Uint8Array).refine((value) => value.length === length)

const payloadSchema = z.tuple([
  z.literal(VERSION),
  bytes(32),
  bytes(16),
  timestampSchema.int(),
  z.string().max(120),
  z.string().max(120),
  placeIdSchema.nullable().optional(),
  bytes(32).optional(),
])

export function createInvitation(of: Omit<Invitation, 'seed' | 'expiresAt'>, now: Timestamp, days = 7): Invitation {
  return { ...of, seed: randomBytes(16), expiresAt: now + days * DAY }
}

export function invitationKeys({ seed }: Pick<Invitation, 'seed'>): InvitationKeys {
  const pair = keyPair(keyedHash(null, 'maillage/invitation/1', 'signer', seed))
  return { ...pair, topic: invitationTopic(pair.publicKey), hostKey: keyedHash(seed, 'maillage/invitation/1', 'host') }
}

/** Members learn an invitation's public key from the logs, and wait where the newcomer will come. */
export function invitationTopic(invitation: Uint8Array): Uint8Array {
  return keyedHash(null, 'maillage/invitation/1', 'topic', invitation)
}

export function invitationToLink(invitation: Invitation): string {
  const { space, seed, expiresAt, spaceName, placeName, place, relayFor } = invitation
  const content = [VERSION, b4a.from(space, 'hex'), seed, expiresAt, spaceName, placeName]
  // What most links do not need makes them no longer.
  const more = relayFor ? [place, b4a.from(relayFor, 'hex')] : place === null ? [] : [place]
  return contentToLink(FORM, [...content, ...more])
}

/**
 * Reads a link as people pass it on: with spaces and line breaks from a mail, or words around it from a chat.
 * @throws AppError `invalid-invitation`, `newer-version`
 */
export function linkToInvitation(text: string): Invitation {
  if (text.length > 10_000) throw new AppError('invalid-invitation', 'far too long for an invitation')
  const content = linkToContent(FORM, text)
  if (Array.isArray(content) && typeof content[0] === 'number' && content[0] > VERSION) {
    throw new AppError('newer-version', `an invitation of version ${content[0]}`)
  }
  const parsed = payloadSchema.safeParse(content)
  if (!parsed.success) throw new AppError('invalid-invitation', 'no invitation, an incomplete or a mistyped one')
  const [, space, seed, expiresAt, spaceName, placeName, place = null, relay] = parsed.data
  const relayFor = relay ? (b4a.toString(relay, 'hex') as DeviceId) : null
  return { space: b4a.toString(space, 'hex') as SpaceId, seed, expiresAt, spaceName, placeName, place, relayFor }
}

/** Signed by the invitation's key: this device was invited to this space. */
export function proveInvited(keys: InvitationKeys, space: SpaceId, device: DeviceId): Uint8Array {
  return sign(invitedStatement(space, device), keys.secretKey)
}

export function isInvited(invitation: Uint8Array, proof: Uint8Array, space: SpaceId, device: DeviceId): boolean {
  return verify(invitedStatement(space, device), proof, invitation)
}

function invitedStatement(space: SpaceId, device: DeviceId): Uint8Array {
  return keyedHash(null, 'maillage/invitation/1', 'invited', space, device)
}
