import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import {
  type BlobHash,
  blobHashSchema,
  type DeviceId,
  type DocumentId,
  deviceIdSchema,
  documentIdSchema,
  type PageId,
  type PlaceId,
  pageIdSchema,
  placeIdSchema,
  type ResourceId,
  resourceIdSchema,
  type SpaceId,
  spaceIdSchema,
  type Timestamp,
} from '../ids.ts'
import { MAX_HITS, MAX_INVITATION_DAYS, MAX_QUANTITY } from '../limits.ts'
import type { BackupSummary, RestoreReport } from '../model/backup.ts'
import { type BackupState, MAX_KEPT_BACKUPS, scheduleRhythms } from '../model/backup-schedule.ts'
import type { Incident } from '../model/incident.ts'
import { type PageRow, pageKindSchema, pageStateSchema } from '../model/page.ts'
import { newPassphraseSchema, passphraseSchema } from '../model/passphrase.ts'
import { MAX_PREVIEW_BYTES } from '../model/picture.ts'
import type { PlaceRow } from '../model/place.ts'
import { type ResourceRow, resourceCategorySchema, resourceStateSchema } from '../model/resource.ts'
import { appointedStandingSchema, type InvitedRole, invitedRoleSchema, type Standing } from '../model/role.ts'
import { exportFormats } from '../text/export-formats.ts'

/*
 * Everything a window, or the command line, can ask of the core.
 * A new call is one line here and one function in src-main/core/handlers.ts; the compiler finds the rest.
 */

const invitationKeySchema = z.string().regex(/^[0-9a-f]{64}$/)

export interface SpaceRow {
  space: SpaceId
  name: string
  /** The place that this computer writes for. */
  place: PlaceId | null
  example: boolean
  /** What this device may do there. */
  standing: Standing
}

/** A stretch of text found by a search; `match` marks the words to highlight. */
export interface SnippetPart {
  text: string
  match: boolean
}

export interface Hit {
  kind: 'page' | 'resource'
  id: DocumentId
  title: SnippetPart[]
  snippet: SnippetPart[]
}

/** What is true about one other device of the space. */
export interface PeerStatus {
  device: DeviceId
  place: string
  connected: boolean
  /** How, while connected. */
  path: 'internet' | 'lan' | null
  /** When we last were in touch; null: never met, known through others. */
  lastSeenAt: Timestamp | null
  /** Blocks of that device's own log: known to exist, and held here. */
  theirs: { known: number; held: number }
  /** Blocks of our own log, and how many that device has told us it holds (null: it never told). */
  ours: { length: number; held: number | null }
  /** Bytes of attachments that we know of and do not hold yet. */
  missingBytes: number
  /** What it wrote last is under a key that this computer was not given yet. */
  isLocked: boolean
  /** It stores and passes on, without a key. */
  isRelay: boolean
}

/** Who has the last words of a page. */
export interface PageReach {
  /** Other places of the network. */
  places: number
  /** Names of those that have not told that they have all of it; empty for one whose name is not known. */
  lacking: string[]
}

/** `full`: nothing more is received, and soon nothing saved. `failing`: it refuses to be written, and is tried again. */
export type DiskState = 'ok' | 'full' | 'failing'

export interface SpaceStatus {
  space: SpaceId
  /** Everything known to exist was received, and every connected member holds all of ours. */
  complete: boolean
  /** It has joined, and nothing of anybody else's has come yet: not even who belongs to the network. */
  isArriving: boolean
  /** Blocks and attachment bytes still to receive, over what is known in all: the progress bar. */
  receiving: { blocks: number; blocksTotal: number; bytes: number; bytesTotal: number }
  /** Of those blocks, what nobody has who is connected. */
  elsewhere: number
  /** Attachment bytes that are elsewhere and not asked for: somebody said that the line is slow. */
  unwantedBytes: number
  /** Blocks of ours that at least one known member has not confirmed, and documents typed in that are no block yet. */
  unsent: number
  /** Documents received and not yet readable in lists and search. */
  preparing: number
  disk: DiskState
  /** How much is in the logs and not shown; `space.setAside` tells what. */
  setAside: number
  /** A copy of this device's folder is in use elsewhere, under a key of its own. */
  isCopied: boolean
  /** The last member that was met says that this device was removed. */
  isDismissed: boolean
  peers: PeerStatus[]
}

/**
 * What is kept in the logs and not shown: changes of `device` that everybody refuses, or, when it is null, a document
 * that this computer could not read, or died of while it did (`crashed`).
 */
export interface SetAside {
  document: DocumentId
  device: DeviceId | null
  reason: ErrorCode | 'crashed'
  at: Timestamp
}

/** The same for a person to read. Null where nobody here knows. */
export interface SetAsideRow extends SetAside {
  title: string | null
  /** The place of the device that wrote it. */
  place: string | null
}

/** A device of a place that belongs to the network, or did. */
export interface MemberRow {
  device: DeviceId
  place: string
  /** Null for a relay, which is of no place. */
  placeId: PlaceId | null
  standing: Standing
  isOwn: boolean
  /** Another device goes on in its place. */
  isFormer: boolean
}

export interface InvitationRow {
  /** Its public key, in hexadecimal. */
  invitation: string
  role: InvitedRole
  isReusable: boolean
  needsApproval: boolean
  /** For one more computer of the place of whoever wrote it. */
  isOfPlace: boolean
  expiresAt: Timestamp
  state: 'open' | 'used' | 'expired' | 'revoked'
  /** The place of who wrote it. */
  by: string
  /** Whom it let in: each device, and the name of its place as far as it is known. */
  guests: { device: DeviceId; place: string }[]
}

export interface JoinRequestRow {
  request: string
  space: SpaceId
  placeName: string
  commune: string
  role: InvitedRole
}

/** Which addresses this computer has: places meet over those of IPv4 alone. */
export type LocalReach = 'none' | 'ipv6-only' | 'ipv4'

export interface NetworkStatus {
  state: 'offline' | 'starting' | 'online'
  reach: LocalReach
}

/** One resource proposed from notes, once a person has looked at it. */
export const resourceDraftSchema = z.object({
  name: z.string().trim().min(1).max(500),
  category: resourceCategorySchema,
  description: z.string().max(20_000).optional(),
  quantity: z.number().int().min(0).max(MAX_QUANTITY).nullable().optional(),
  place: placeIdSchema.nullable().optional(),
  state: resourceStateSchema.optional(),
  conditions: z.string().max(20_000).optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
  picture: blobHashSchema.nullable().optional(),
})
export type ResourceDraft = z.infer<typeof resourceDraftSchema>

export const resourceFieldsSchema = resourceDraftSchema.partial()
export type ResourceFields = z.infer<typeof resourceFieldsSchema>

export const pageFieldsSchema = z.object({
  title: z.string().max(300).optional(),
  kind: pageKindSchema.optional(),
  state: pageStateSchema.optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
})
export type PageFields = z.infer<typeof pageFieldsSchema>

const headsSchema = z.array(z.string().max(64)).max(1_000)
const placeFields = z.object({ name: z.string().trim().min(1).max(120), commune: z.string().trim().max(120) })
const window = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(500).default(100) }

export const settingsSchema = z.object({
  language: z.enum(['fr', 'en']),
  theme: z.enum(['auto', 'light', 'dark']),
  /** Pictures come only when somebody looks at them. */
  slowLine: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>

/** A file that a person chose in a dialog of the shell. */
const sealedPath = z.string().max(40_000)

/** Declares a call: the schema that parses its input at run time, and the type of its answer. */
function call<Shape extends z.ZodRawShape>(shape: Shape) {
  return { returns: <Output>() => ({ input: z.object(shape), output: undefined as Output }) }
}

export const commands = {
  'settings.get': call({}).returns<Settings>(),
  'settings.set': call({ settings: settingsSchema.partial() }).returns<Settings>(),

  /** What was found damaged in the data folder, oldest first, and what became of it. */
  'incident.list': call({}).returns<{ incidents: Incident[] }>(),
  /** A person has read about all of them. */
  'incident.dismiss': call({}).returns<null>(),

  /** Everything in one file, read back from the disk; one backup or restore at a time. */
  'backup.create': call({
    sealedPath,
    passphrase: newPassphraseSchema.nullable(),
    withKeys: z.boolean(),
  }).returns<BackupSummary>(),
  /** What a device lacks of a space, as far as it has told us, to be carried there on a stick and restored. */
  'backup.createPart': call({ sealedPath, space: spaceIdSchema, device: deviceIdSchema }).returns<BackupSummary>(),
  /** `disconnected` when the core has to start again under a fresh key first: ask again. */
  'backup.restore': call({ sealedPath, passphrase: passphraseSchema.nullable() }).returns<RestoreReport>(),
  /** What is under way ends with `cancelled`; of a restore, what has come stays. */
  'backup.cancel': call({}).returns<null>(),
  /** What the schedule is, the last backup made by hand or by it, and its last failure. */
  'backup.state': call({}).returns<BackupState>(),
  /** What is left out stays as it is; `not-found` without a folder. A `passphrase` of null: without, and so without keys. */
  'backup.schedule': call({
    every: z.enum(scheduleRhythms),
    sealedFolder: sealedPath.optional(),
    keep: z.number().int().min(1).max(MAX_KEPT_BACKUPS).optional(),
    passphrase: newPassphraseSchema.nullable().optional(),
    withKeys: z.boolean().optional(),
  }).returns<BackupState>(),
  /** A person has read about the last failure. */
  'backup.dismissFailure': call({}).returns<null>(),

  'space.list': call({}).returns<{ spaces: SpaceRow[] }>(),
  'space.create': call({ name: z.string().trim().min(1).max(120), place: placeFields }).returns<{ space: SpaceId }>(),
  'space.createExample': call({ language: z.enum(['fr', 'en']) }).returns<{ space: SpaceId }>(),
  /** Frees what this computer holds of it. The core starts again behind the answer. */
  'space.leave': call({ space: spaceIdSchema }).returns<null>(),
  'space.status': call({ space: spaceIdSchema }).returns<SpaceStatus>(),
  'space.setAside': call({ space: spaceIdSchema }).returns<{ setAside: SetAsideRow[] }>(),
  /** Reads again a document that was set aside as a whole: with more room, it may succeed. */
  'space.tryAgain': call({ space: spaceIdSchema, document: documentIdSchema }).returns<null>(),
  /** What a person prints: whoever has it goes on in the place of this computer, in one network. */
  'space.recoverySheet': call({ space: spaceIdSchema }).returns<{ sheet: string }>(),
  /** Goes on in the place of the computer that made the sheet. */
  'space.recover': call({ sheet: z.string().max(20_000) }).returns<{ space: SpaceId }>(),
  'network.status': call({}).returns<NetworkStatus>(),

  /** A link that lets one place in as a contributor, for seven days, unless told otherwise. */
  'invitation.create': call({
    space: spaceIdSchema,
    role: invitedRoleSchema.default('contributor'),
    isReusable: z.boolean().default(false),
    /** As a rule when many may use it: a link goes further than it was sent. */
    needsApproval: z.boolean().optional(),
    days: z.number().int().min(1).max(MAX_INVITATION_DAYS).default(7),
    /** Lets one more computer of our own place in, instead of another place. */
    ofOwnPlace: z.boolean().default(false),
  }).returns<{ link: string; expiresAt: Timestamp; invitation: string }>(),
  'invitation.list': call({ space: spaceIdSchema }).returns<{ invitations: InvitationRow[] }>(),
  'invitation.revoke': call({ space: spaceIdSchema, invitation: invitationKeySchema }).returns<null>(),
  /** Newcomers who wait for a yes from here. */
  'invitation.requests': call({}).returns<{ requests: JoinRequestRow[] }>(),
  'invitation.decide': call({ request: z.string().max(200), accept: z.boolean() }).returns<null>(),
  /** Reads a link without acting on it: whose network it is, before saying yes. */
  'invitation.read': call({ link: z.string().max(10_000) }).returns<{
    spaceName: string
    placeName: string
    expiresAt: Timestamp
    /** By the clock of this computer; the member who answers says whether it has. */
    hasExpired: boolean
    /** What this device is in that network already. */
    belonging: 'none' | 'member' | 'removed'
    /** Whoever accepts becomes one more computer of that place, and founds none. */
    isOfPlace: boolean
    /** It is for `maillage relay`, and opens no network here. */
    isForRelay: boolean
  }>(),
  /**
   * Waits for a member to answer; `cancelled` by `invitation.cancelJoin`. Whoever founds a place says which. Where this device
   * was removed before, the core starts again behind the answer, under another key.
   */
  'invitation.join': call({ link: z.string().max(10_000), place: placeFields.optional() }).returns<{
    space: SpaceId
  }>(),
  'invitation.cancelJoin': call({}).returns<null>(),

  'member.list': call({ space: spaceIdSchema }).returns<{ members: MemberRow[] }>(),
  /** What a device may do from now on. What it wrote and this device holds still counts. */
  'member.appoint': call({
    space: spaceIdSchema,
    device: deviceIdSchema,
    standing: appointedStandingSchema,
  }).returns<null>(),

  'page.create': call({
    space: spaceIdSchema,
    fields: pageFieldsSchema,
    markdown: z.string().max(5_000_000).optional(),
  }).returns<{ page: PageId }>(),
  'page.list': call({
    space: spaceIdSchema,
    bin: z.boolean().default(false),
    kind: pageKindSchema.optional(),
    state: pageStateSchema.optional(),
    tag: z.string().max(60).optional(),
    sort: z.enum(['updated', 'title', 'deleted']).default('updated'),
    ...window,
  }).returns<{ pages: PageRow[]; total: number }>(),
  'page.get': call({ space: spaceIdSchema, page: pageIdSchema }).returns<PageRow>(),
  /** Puts the document within reach of the window's Repo, which then finds it by `url`. */
  'page.open': call({ space: spaceIdSchema, page: pageIdSchema }).returns<{
    url: string
    /** Under which this window must write, once the document has `heads`: changes of other actors are refused. */
    actor: string
    heads: string[]
  }>(),
  /** `heads`: what the window has of it; answered once that is on disk. */
  'page.save': call({ space: spaceIdSchema, page: pageIdSchema, heads: headsSchema }).returns<null>(),
  /** The same, and the window shows it no more. */
  'page.close': call({ space: spaceIdSchema, page: pageIdSchema, heads: headsSchema }).returns<null>(),
  'page.edit': call({ space: spaceIdSchema, page: pageIdSchema, fields: pageFieldsSchema }).returns<null>(),
  'page.replaceBody': call({
    space: spaceIdSchema,
    page: pageIdSchema,
    markdown: z.string().max(5_000_000),
  }).returns<null>(),
  'page.delete': call({ space: spaceIdSchema, page: pageIdSchema }).returns<null>(),
  /** Leaves it in no list, not even the bin: it was begun and never had a word. */
  'page.discard': call({ space: spaceIdSchema, page: pageIdSchema }).returns<null>(),
  'page.restore': call({ space: spaceIdSchema, page: pageIdSchema }).returns<null>(),
  /** The body alone, in another format. */
  'page.reach': call({ space: spaceIdSchema, page: pageIdSchema }).returns<PageReach>(),
  'page.read': call({ space: spaceIdSchema, page: pageIdSchema, format: z.enum(exportFormats) }).returns<{
    title: string
    content: string
  }>(),
  /** A file to keep: its name and, for Markdown, its title are in it. The bytes of its `pictures` are not. */
  'page.export': call({ space: spaceIdSchema, page: pageIdSchema, format: z.enum(exportFormats) }).returns<{
    fileName: string
    content: string
    pictures: number
  }>(),

  'resource.add': call({ space: spaceIdSchema, resource: resourceDraftSchema }).returns<{ resource: ResourceId }>(),
  'resource.list': call({
    space: spaceIdSchema,
    bin: z.boolean().default(false),
    category: resourceCategorySchema.optional(),
    state: resourceStateSchema.optional(),
    place: placeIdSchema.optional(),
    tag: z.string().max(60).optional(),
    /** Words to find, as `search.query` does: what lies in the bin is not searched. */
    text: z.string().max(200).optional(),
    sort: z.enum(['name', 'category', 'quantity', 'place', 'state', 'updated', 'deleted']).default('name'),
    /** Categories or states, whichever is sorted by, in the order of their names in the language on screen. */
    order: z.array(z.string().max(40)).max(20).optional(),
    descending: z.boolean().default(false),
    ...window,
  }).returns<{ resources: ResourceRow[]; total: number }>(),
  'resource.get': call({ space: spaceIdSchema, resource: resourceIdSchema }).returns<ResourceRow>(),
  'resource.edit': call({
    space: spaceIdSchema,
    resource: resourceIdSchema,
    fields: resourceFieldsSchema,
  }).returns<null>(),
  'resource.delete': call({ space: spaceIdSchema, resource: resourceIdSchema }).returns<null>(),
  'resource.restore': call({ space: spaceIdSchema, resource: resourceIdSchema }).returns<null>(),

  /** Tags in use, most frequent first; of pages or of resources, or of both. */
  'tag.list': call({ space: spaceIdSchema, of: z.enum(['page', 'resource']).optional() }).returns<{
    tags: { tag: string; count: number }[]
  }>(),
  'place.list': call({ space: spaceIdSchema }).returns<{ places: PlaceRow[] }>(),
  'place.edit': call({ space: spaceIdSchema, place: placeIdSchema, fields: placeFields }).returns<null>(),

  /** Creates the page and the resources of a meeting's notes, all or nothing. */
  'notes.import': call({
    space: spaceIdSchema,
    page: z.object({ title: z.string().trim().min(1).max(300), markdown: z.string().max(5_000_000) }).nullable(),
    resources: z.array(resourceDraftSchema).max(5_000),
  }).returns<{ page: PageId | null; resources: ResourceId[] }>(),

  /** A part of all that holds the words, which are `total`. */
  'search.query': call({
    space: spaceIdSchema,
    text: z.string().max(200),
    kind: z.enum(['page', 'resource']).optional(),
    offset: z.number().int().min(0).optional(),
    limit: z.number().int().min(1).max(MAX_HITS).default(20),
  }).returns<{ hits: Hit[]; total: number }>(),

  /** Stores a picture; its real type is read from its bytes. */
  'blob.add': call({
    space: spaceIdSchema,
    bytes: z.instanceof(Uint8Array),
    name: z.string().max(300),
    /** The same in little, for slow lines. */
    preview: z
      .instanceof(Uint8Array)
      .refine(({ length }) => length <= MAX_PREVIEW_BYTES)
      .optional(),
  }).returns<{ hash: BlobHash; type: string }>(),
  /** `not-found` while the bytes are still with other places, or a preview of them; `blob.arrived` follows. */
  'blob.read': call({ space: spaceIdSchema, hash: blobHashSchema }).returns<{
    bytes: Uint8Array
    type: string
    isPreview: boolean
  }>(),
} as const

export type Commands = {
  [Name in keyof typeof commands]: {
    in: z.input<(typeof commands)[Name]['input']>
    parsed: z.output<(typeof commands)[Name]['input']>
    out: (typeof commands)[Name]['output']
  }
}
export type CommandName = keyof Commands

/** What the core tells without being asked. */
export interface Events {
  /** On disk, in this device's log: the edit survives whatever happens to the process. */
  'page.saved': { space: SpaceId; page: PageId; heads: string[] }
  /** The disk refuses, or everybody would: edits stay in memory, saving is tried again. */
  'page.unsaved': { space: SpaceId; page: PageId; code: 'disk-full' | 'disk-failed' | 'too-large' | 'internal' }
  /** Rows of lists have changed: ask again for what is on screen. */
  'directory.changed': { space: SpaceId; types: ('page' | 'resource' | 'place' | 'space')[] }
  'status.changed': { space: SpaceId }
  'network.changed': NetworkStatus
  'blob.arrived': { space: SpaceId; hash: BlobHash }
  'space.joined': { space: SpaceId }
  /** Members, what they may do, or invitations. */
  'member.changed': { space: SpaceId }
  /** Somebody waits for a yes, or does not any more. */
  'invitation.requestsChanged': Record<string, never>
  /** Whether a member that is there has heard that we ask to enter, and somebody has to say yes. */
  'invitation.heard': { space: SpaceId; isHeard: boolean }
  /** The schedule, the last backup or the last failure: ask `backup.state`. */
  'backup.changed': Record<string, never>
  /** Blocks of the backup under way that were dealt with, of how many. */
  'backup.progressed': { done: number; total: number }
}
export type EventName = keyof Events
