import { join } from 'node:path'
import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import { z } from 'zod'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import { type DeviceId, deviceIdSchema, placeIdSchema, type SpaceId, spaceIdSchema } from '../../../src-shared/ids.ts'
import { type Role, roleSchema } from '../../../src-shared/model/role.ts'
import { type Descent, descentSchema } from '../lib/descent.ts'
import { writeDurably } from '../lib/durable-file.ts'
import { sealJson } from '../lib/sealed-json.ts'
import { proveContinued } from './continuation.ts'
import { withGuest, withHeir, withRelay } from './descent.ts'
import { homeOf } from './home.ts'
import { KEYRING_COPY, KEYRING_FILE, readKeyringFiles } from './keyring-files.ts'
import type { RecoverySheet } from './recovery-sheet.ts'
import { type RelayedSpace, relayedSpaceSchema } from './relay-keyring.ts'

const secret = z.string().regex(/^[0-9a-f]{64}$/)
const signature = z.string().regex(/^[0-9a-f]{128}$/)

/** How this device came to belong, in hexadecimal: the first block of its log, should a crash have come before it. */
const originSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('founded'), nonce: secret }),
  /** `role` is what whoever let us in said we are. */
  z.object({ kind: z.literal('joined'), invitation: secret, proof: signature, role: roleSchema }),
  z.object({ kind: z.literal('continued'), former: deviceIdSchema, proof: signature, role: roleSchema }),
])

const knownSpaceSchema = z.looseObject({
  space: spaceIdSchema,
  secret,
  /** Secrets of the epochs that removals began. */
  epochs: z.array(secret).default([]),
  name: z.string(),
  place: placeIdSchema,
  placeFields: z.object({ name: z.string(), commune: z.string() }),
  /** Another computer of the same place wrote its page. */
  sharesPlace: z.boolean().default(false),
  origin: originSchema,
  /** How this device comes from the founder. */
  descent: descentSchema,
  example: z.boolean(),
  /** Devices met so far, whose logs are followed from the start. */
  devices: z.array(deviceIdSchema),
  /** The key that wrote there before, until this one has: should it give way unheard, that one vouches for the next. */
  formerSeed: secret.optional(),
})

const keyringSchema = z.looseObject({
  version: z.literal(1),
  deviceSeed: secret,
  /** Where this key lives: `homeOf` its folder. */
  home: z.string(),
  spaces: z.array(knownSpaceSchema),
  relayed: z.array(relayedSpaceSchema).default([]),
})

/** A space this device belongs to, and what it needs before the space's own logs can be read. */
export type KnownSpace = z.infer<typeof knownSpaceSchema>

/** A key that nobody has heard of. */
export interface FreshKey {
  seed: string
  keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }
  device: DeviceId
}

export function freshKey(): FreshKey {
  const seed = newSeed()
  const keyPair = keyPairOf(seed)
  return { seed, keyPair, device: deviceOf(keyPair) }
}

/** This device's key, and the secret of every space it belongs to: the one file that nothing can rebuild. */
export class Keyring {
  private writing: Promise<void> = Promise.resolve()
  /** This folder is a copy, or was restored: its key gave way when it was opened. */
  hasMoved = false

  private constructor(
    private readonly folder: string,
    private content: z.infer<typeof keyringSchema>,
  ) {}

  /**
   * Reads whichever of its two files is whole; `onDamage` moves the other out of the way, and it is written again.
   * `home` tells this folder from its copies: a key found elsewhere than at home gives way to a fresh one.
   * @throws AppError `unreadable`, `newer-version`, `disk-full`, `disk-failed`
   */
  static async open(
    folder: string,
    onDamage: (file: string) => Promise<void>,
    home: (folder: string) => Promise<string> = homeOf,
  ): Promise<Keyring> {
    const { stored, damaged, missing } = await readKeyringFiles(folder, parseKeyring)
    for (const file of damaged) await onDamage(file)
    const here = await home(folder).catch((thrown: unknown) => {
      throw toAppError(thrown)
    })
    const keyring = new Keyring(
      folder,
      stored ?? { version: 1, deviceSeed: newSeed(), home: here, spaces: [], relayed: [] },
    )
    keyring.hasMoved = stored !== undefined && stored.home !== here
    if (keyring.hasMoved) await keyring.giveWay({ home: here })
    else if (damaged.length + missing.length > 0) await keyring.save()
    return keyring
  }

  /**
   * A fresh key in the place of this one, which says so in every space: for a log that may have another writer, or may
   * be behind what others hold of it. It goes on for nobody where it was let in `anew`.
   */
  async giveWay({
    home = this.content.home,
    key = freshKey(),
    anew,
  }: {
    home?: string
    key?: FreshKey
    anew?: KnownSpace
  } = {}): Promise<void> {
    const { content } = this
    const spaces = content.spaces.map((known) =>
      known.space === anew?.space ? anew : handOver(known, roleOf(known), content.deviceSeed, key.device),
    )
    this.content = { ...content, deviceSeed: key.seed, home, spaces }
    try {
      await this.save()
    } catch (refused) {
      this.content = content
      throw refused
    }
  }

  get deviceKeyPair(): { publicKey: Uint8Array; secretKey: Uint8Array } {
    return keyPairOf(this.content.deviceSeed)
  }

  /** All of it, for a backup under a passphrase: whoever reads it is this device. */
  exported(): Uint8Array {
    return b4a.from(JSON.stringify(this.content))
  }

  /**
   * What an exported keyring knows, for this device to go on in the place of that one, or as it if it is the same.
   * @throws AppError `unreadable`, `newer-version`
   */
  inherited(exported: Uint8Array): KnownSpace[] {
    const former = parseKeyring(parseJson(exported))
    const heir = deviceOf(this.deviceKeyPair)
    if (deviceOf(keyPairOf(former.deviceSeed)) === heir) return former.spaces
    return former.spaces.map((known) => handOver(known, roleOf(known), former.deviceSeed, heir))
  }

  /** What lets a fresh device go on in the place of this one in a space. */
  recoverySheet(known: KnownSpace): RecoverySheet {
    const { space, secret, epochs, name, place, placeFields, formerSeed = this.content.deviceSeed } = known
    const descent = heardLine(known)
    return {
      seed: formerSeed,
      space,
      secret,
      epochs,
      name,
      place,
      placeName: placeFields.name,
      role: roleOf(known),
      descent,
    }
  }

  /** A space that this device enters in the place of the one that made the sheet. */
  recovered({ seed, placeName, role, ...known }: RecoverySheet): KnownSpace {
    const placeFields = { name: placeName, commune: '' }
    const here = { ...known, placeFields, sharesPlace: true, example: false, devices: [] }
    return handOver(here, role, seed, deviceOf(this.deviceKeyPair))
  }

  spaces(): KnownSpace[] {
    return this.content.spaces
  }

  /** Adds a space or replaces what is known of it; resolves when it is on disk, and forgets it when it cannot be. */
  async put(space: KnownSpace): Promise<void> {
    const before = this.get(space.space)
    this.replace(space.space, space)
    try {
      await this.save()
    } catch (refused) {
      this.replace(space.space, before)
      // It may be written, and only not known to last.
      await this.save().catch(() => undefined)
      throw refused
    }
  }

  /** How a newcomer comes from the founder whom this device lets in. */
  descentOf(guest: DeviceId, { space, descent }: KnownSpace): Descent {
    return withGuest(descent, this.deviceKeyPair, space, guest)
  }

  /** This key has said in the space why it belongs. */
  async begun(space: SpaceId): Promise<void> {
    const known = this.get(space)
    if (known?.formerSeed === undefined) return
    const { formerSeed: _heard, ...rest } = known
    await this.put(rest)
  }

  /** An epoch began whose secret this device was given. */
  async addEpoch(space: SpaceId, epoch: string): Promise<void> {
    const known = this.get(space)
    if (!known || known.epochs.includes(epoch)) return
    await this.put({ ...known, epochs: [...known.epochs, epoch] })
  }

  /** Spaces that this device only stores and passes on. */
  relayed(): RelayedSpace[] {
    return this.content.relayed
  }

  /** Adds such a space, or replaces what is known of it. Resolves when it is on disk. */
  putRelayed(relayed: RelayedSpace): Promise<void> {
    const others = this.content.relayed.filter(({ space }) => space !== relayed.space)
    this.content = { ...this.content, relayed: [...others, relayed] }
    return this.save()
  }

  /** Stores and passes on a space no more. Resolves when that is on disk. */
  async forgetRelayed(id: SpaceId): Promise<void> {
    const others = this.content.relayed.filter(({ space }) => space !== id)
    if (others.length === this.content.relayed.length) return
    this.content = { ...this.content, relayed: others }
    await this.save()
  }

  /** How a relay comes from the founder that this device lets in. */
  descentOfRelay(relay: DeviceId, { space, descent }: KnownSpace): Descent {
    return withRelay(descent, this.deviceKeyPair, space, relay)
  }

  /** Takes a space out again, here and on disk; where the disk refuses, it stays. */
  async forget(space: SpaceId): Promise<void> {
    const known = this.get(space)
    this.replace(space, undefined)
    await this.save().catch((refused: unknown) => {
      // The next save must not take away what nobody was told to be gone.
      if (known && !this.get(space)) this.replace(space, known)
      throw refused
    })
  }

  get(space: SpaceId): KnownSpace | undefined {
    return this.content.spaces.find((known) => known.space === space)
  }

  /** Resolves when everything put so far is written, or was refused. */
  async close(): Promise<void> {
    await this.writing
  }

  private replace(id: SpaceId, known: KnownSpace | undefined): void {
    const others = this.content.spaces.filter(({ space }) => space !== id)
    this.content = { ...this.content, spaces: known ? [...others, known] : others }
  }

  private save(): Promise<void> {
    const text = sealJson('keyring', this.content)
    // One after the other: one of them is whole whatever happens. The copy first: what the disk then refuses is not known.
    const write = async () => {
      await writeDurably(join(this.folder, KEYRING_COPY), text)
      await writeDurably(join(this.folder, KEYRING_FILE), text)
    }
    const written = this.writing.then(write, write)
    this.writing = written.catch(() => undefined)
    return written.catch((thrown: unknown) => {
      throw toAppError(thrown)
    })
  }
}

/** A space as one device leaves it to another. */
type HandedSpace = Pick<
  KnownSpace,
  | 'space'
  | 'secret'
  | 'epochs'
  | 'name'
  | 'place'
  | 'placeFields'
  | 'sharesPlace'
  | 'descent'
  | 'example'
  | 'devices'
  | 'formerSeed'
>

/** What `heir` knows of a space when it goes on there in the place of another, which says so. */
function handOver(known: HandedSpace, role: Role, seed: string, heir: DeviceId): KnownSpace {
  const formerSeed = known.formerSeed ?? seed
  const former = keyPairOf(formerSeed)
  const formerDevice = deviceOf(former)
  const proof = b4a.toString(proveContinued(former, known.space, heir), 'hex')
  const origin = { kind: 'continued', former: formerDevice, proof, role } as const
  const descent = withHeir(heardLine(known), heir, proof)
  return { ...known, origin, descent, formerSeed, devices: [...new Set([...known.devices, formerDevice])] }
}

/** How the last key that others have heard of comes from the founder: one that gave way unheard was never there. */
function heardLine({ descent, formerSeed }: Pick<KnownSpace, 'descent' | 'formerSeed'>): Descent {
  return formerSeed === undefined ? descent : { ...descent, steps: descent.steps.slice(0, -1) }
}

/** What a device is in a space before the logs that say so have come. */
export function roleOf({ origin }: Pick<KnownSpace, 'origin'>): Role {
  return origin.kind === 'founded' ? 'administrator' : origin.role
}

function newSeed(): string {
  return b4a.toString(randomBytes(32), 'hex')
}

function keyPairOf(seed: string): { publicKey: Uint8Array; secretKey: Uint8Array } {
  return keyPair(b4a.from(seed, 'hex'))
}

function deviceOf({ publicKey }: { publicKey: Uint8Array }): DeviceId {
  return b4a.toString(publicKey, 'hex') as DeviceId
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(b4a.toString(bytes))
  } catch (cause) {
    throw new AppError('unreadable', 'a keyring that is not JSON', { cause })
  }
}

function parseKeyring(content: unknown): z.infer<typeof keyringSchema> {
  const version = z.looseObject({ version: z.number() }).safeParse(content)
  if (version.success && version.data.version > 1) throw new AppError('newer-version', 'keyring.json')
  const keyring = keyringSchema.safeParse(content)
  if (!keyring.success) throw new AppError('unreadable', 'keyring.json is not a keyring')
  return keyring.data
}
