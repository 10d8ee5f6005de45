import b4a from 'b4a'
import { keyPair } from 'hypercore-crypto'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors.ts'
import { type DeviceId, placeIdSchema } from '../../../src-shared/ids.ts'
import { type Role, roleSchema } from '../../../src-shared/model/role.ts'
import { descentSchema } from '../lib/descent.ts'
import { forebears } from './descent.ts'
import type { KnownSpace } from './keyring.ts'
import { contentToLink, type LinkForm, linkToContent } from './link.ts'
import { spaceIdOf } from './space-keys.ts'

/**
 * What a person prints, so that a computer that is lost costs nobody their rights: whoever has it goes on in the place of
 * the device that made it, in one space. Pages and pictures come from the other places.
 */
export interface RecoverySheet extends Pick<KnownSpace, 'space' | 'secret' | 'epochs' | 'name' | 'place' | 'descent'> {
  /** Of the device's key, in hexadecimal. */
  seed: string
  placeName: string
  role: Role
}

const VERSION = 1
/** Of a device that comes from the founder by fifteen others, and the longest names. */
const FORM: LinkForm = { prefix: 'maillage://recover/', use: 'maillage/recovery/1', maxLetters: 4_500 }
const MAX_STEPS = 15
const MAX_TEXT = 20_000

const bytes = (length: number) => z.instanceof(Uint8Array).refine((value) => value.length === length)
const contentSchema = z.tuple([
  z.literal(VERSION),
  bytes(32),
  bytes(32),
  z.string().max(120),
  placeIdSchema,
  z.string().max(120),
  roleSchema,
  bytes(32),
  z.array(bytes(32)).max(MAX_STEPS),
  z.array(z.tuple([z.enum(['welcomed', 'continued']), bytes(64)])).max(MAX_STEPS),
  z.array(bytes(32)).max(1),
])

/** @throws AppError `too-large` for a device that comes from the founder by too many others to be printed */
export function sheetToText({ seed, secret, epochs, name, place, placeName, role, descent }: RecoverySheet): string {
  if (descent.steps.length > MAX_STEPS) throw new AppError('too-large', `${descent.steps.length} steps on a sheet`)
  const binary = (text: string) => b4a.from(text, 'hex')
  const steps = descent.steps.map(({ kind, proof }) => [kind, binary(proof)])
  // The last of the line is whose key this is: a hundred letters less to type.
  const line = forebears(descent).map(binary)
  const keys = [binary(seed), binary(secret)]
  // Where members meet; they give the others.
  const latest = epochs.slice(-1).map(binary)
  return contentToLink(FORM, [
    VERSION,
    ...keys,
    name,
    place,
    placeName,
    role,
    binary(descent.nonce),
    line,
    steps,
    latest,
  ])
}

/** Reads a sheet as a person types it: in groups and lines. @throws AppError `invalid-sheet`, `newer-version` */
export function textToSheet(text: string): RecoverySheet {
  if (text.length > MAX_TEXT) throw new AppError('invalid-sheet', 'far too long for a recovery sheet')
  const content = linkToContent(FORM, text)
  if (Array.isArray(content) && typeof content[0] === 'number' && content[0] > VERSION) {
    throw new AppError('newer-version', `a recovery sheet of version ${content[0]}`)
  }
  const parsed = contentSchema.safeParse(content)
  if (!parsed.success) throw new AppError('invalid-sheet', 'no recovery sheet, an incomplete or a mistyped one')
  const [, seed, secret, name, place, placeName, role, nonce, line, proofs, latest] = parsed.data
  const hex = (value: Uint8Array) => b4a.toString(value, 'hex')
  const [founder, ...devices] = [...line, keyPair(seed).publicKey].map((key) => hex(key) as DeviceId)
  const steps = proofs.map(([kind, proof], index) => ({ kind, device: devices[index], proof: hex(proof) }))
  const read = descentSchema.safeParse({ founder, nonce: hex(nonce), steps })
  if (!read.success) throw new AppError('invalid-sheet', 'a line with a gap')
  const descent = read.data
  // The space follows from its founder: a sheet cannot name another.
  const space = spaceIdOf(descent.founder, nonce)
  const epochs = latest.map(hex)
  return { seed: hex(seed), space, secret: hex(secret), epochs, name, place, placeName, role, descent }
}
