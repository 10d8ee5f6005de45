import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { isDeepStrictEqual } from 'node:util'
import b4a from 'b4a'
import { fileTypeFromBuffer } from 'file-type'
import Hyperblobs from 'hyperblobs'
import type Hypercore from 'hypercore'
import type { Download } from 'hypercore'
import { randomBytes } from 'hypercore-crypto'
import { AppError } from '../../../src-shared/errors.ts'
import type { BlobHash, DeviceId } from '../../../src-shared/ids.ts'
import { RequestPace } from '../lib/request-pace.ts'
import { KEY_BYTES, lock, unlock } from '../lib/secret-box.ts'
import { AnnouncedFiles } from './announced-files.ts'
import { type Attachment, BLOCK_BYTES, isPlausible, isPreview, MAX_BLOB_BYTES } from './attachment.ts'
import { MissingFiles } from './missing-files.ts'

/** What windows can show and people expect; the type is read from the bytes, whatever the name says. */
const PICTURE_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** Of files: fewer than of logs, which nobody should wait for, and which are lost with the line. */
export const FILE_REQUESTS = { first: 1, least: 1, most: 20, quick: 200, slow: 400 }

/** Previews asked for at once of one device: of a thousand pictures the others follow. */
const PREVIEWS_AT_ONCE = 32

/** While text goes first, how often it is looked whether it is here, in milliseconds. */
const LOOK_EVERY = 100

export interface SpaceBlobsOptions {
  device: DeviceId
  openCore(device: DeviceId): Hypercore
  /** Makes what was put into the cores survive a power cut. */
  sync(): Promise<void>
  hasRoom(): Promise<boolean>
  /** Blocks of logs are on their way. */
  isTextArriving(): boolean
}

interface DeviceBlobs {
  core: Hypercore
  blobs: Hyperblobs
  pace: RequestPace
  downloads: Download[]
  /** The ranges that `downloads` are of. */
  followed: BlockRange[]
}

/** Blocks of one core; without an end, all there will be. */
interface BlockRange {
  start: number
  end: number
}

const ALL: BlockRange = { start: 0, end: -1 }

/** The files of a space: each device's in a core of its own, known by the hash of their bytes. */
export class SpaceBlobs extends EventEmitter<{ arrived: [BlobHash]; progressed: [] }> {
  private readonly devices = new Map<DeviceId, DeviceBlobs>()
  private readonly opening = new Map<DeviceId, Promise<DeviceBlobs>>()
  private readonly announced = new Map<DeviceId, AnnouncedFiles>()
  /** Where each file is: with each device once. */
  private readonly attachments = new Map<BlobHash, Attachment[]>()
  /** Previews, by what they are of. */
  private readonly previews = new Map<BlobHash, Attachment[]>()
  private readonly missing = new MissingFiles()
  /** Looked at while they were elsewhere: they are downloaded whatever else is. */
  private readonly wanted = new Set<Attachment>()
  private isReceiving = true
  private fetchesAll = true
  private isStopped = false
  /** While text goes first. */
  private waiting: NodeJS.Timeout | null = null
  /** Where our own files end: blocks of ours that stand elsewhere must not be written a second time, with other bytes. */
  private ownEnd = 0
  private announcedBytes = 0

  constructor(private readonly options: SpaceBlobsOptions) {
    super()
  }

  cores(): Hypercore[] {
    return [...this.devices.values()].map(({ core }) => core)
  }

  /** Holds a device's files from now on, downloading what is announced. Adding twice changes nothing; a refusal is tried again. */
  async add(device: DeviceId): Promise<DeviceBlobs> {
    const existing = this.devices.get(device) ?? this.opening.get(device)
    if (existing) return existing
    const opening = this.open(device).finally(() => this.opening.delete(device))
    this.opening.set(device, opening)
    return opening
  }

  private async open(device: DeviceId): Promise<DeviceBlobs> {
    const core = this.options.openCore(device)
    const blobs = new Hyperblobs(core, { blockSize: BLOCK_BYTES })
    const opened: DeviceBlobs = { core, blobs, pace: new RequestPace(core, FILE_REQUESTS), downloads: [], followed: [] }
    await core.ready()
    opened.pace.start()
    core.on('download', (block) => void this.noticeBlock(device, block))
    this.devices.set(device, opened)
    this.follow(device, opened)
    return opened
  }

  /** Whether files are downloaded at all. */
  setReceiving(isReceiving: boolean): void {
    this.isReceiving = isReceiving
    this.followAll()
  }

  /** Whether files come that nobody looks at. */
  setFetchesAll(fetchesAll: boolean): void {
    this.fetchesAll = fetchesAll
    this.followAll()
  }

  /** Text goes first: of files only what somebody looks at is asked for until it is here, or comes no further. To be called when logs grow. */
  makeWay(): void {
    if (this.waiting) this.endWaiting()
    else if (!this.isStopped && this.options.isTextArriving()) {
      this.waiting = setInterval(() => this.endWaiting(), LOOK_EVERY)
      this.followAll()
    }
  }

  private endWaiting(): void {
    if (this.isStopped || this.options.isTextArriving()) return
    if (this.waiting) clearInterval(this.waiting)
    this.waiting = null
    this.followAll()
  }

  private followAll(): void {
    for (const [device, files] of this.devices) this.follow(device, files)
  }

  private follow(device: DeviceId, files: DeviceBlobs): void {
    const ranges = this.rangesOf(device, files)
    if (isDeepStrictEqual(ranges, files.followed)) return
    for (const download of files.downloads) download.destroy()
    files.followed = ranges
    // In order, so that one picture after the other can be seen, and each block brings little that proves it.
    files.downloads = ranges.map((range) => files.core.download({ ...range, linear: true }))
  }

  /**
   * Of our own files only those are downloaded that the disk lost. While text goes first, what somebody looks at comes
   * beside it: a member who goes on writing for ever must not keep pictures away.
   */
  private rangesOf(device: DeviceId, { core }: DeviceBlobs): BlockRange[] {
    if (!this.isReceiving) return []
    if (device === this.options.device) return !this.waiting && core.contiguousLength < this.ownEnd ? [ALL] : []
    const wanted = [...this.wanted].filter((attachment) => attachment.device === device)
    const first = this.waiting ? wanted : [...wanted, ...this.missing.previews(device, PREVIEWS_AT_ONCE)]
    const ranges = first.map(({ blob }) => ({ start: blob.blockOffset, end: blob.blockOffset + blob.blockLength }))
    return this.fetchesAll && !this.waiting ? [...ranges, ALL] : ranges
  }

  /** Somebody looks at a file that is elsewhere. */
  private want(hash: BlobHash): void {
    for (const attachment of this.attachments.get(hash) ?? []) {
      if (!this.missing.has(attachment)) continue
      this.wanted.add(attachment)
      this.followAgain(attachment)
    }
  }

  private followAgain({ device }: Attachment): void {
    const files = this.devices.get(device)
    if (files) this.follow(device, files)
  }

  /** Takes note of a file that a log speaks of. */
  async announce(attachment: Attachment): Promise<void> {
    // A log that came back is read again.
    if (!isPlausible(attachment.blob) || !this.filesOf(attachment.device).add(attachment)) return
    this.attachments.set(attachment.hash, [...(this.attachments.get(attachment.hash) ?? []), attachment])
    this.announcedBytes += attachment.blob.byteLength
    const { previewOf } = attachment
    if (isPreview(attachment) && previewOf) {
      this.previews.set(previewOf, [...(this.previews.get(previewOf) ?? []), attachment])
    }
    const { blockOffset, blockLength } = attachment.blob
    if (attachment.device === this.options.device) this.ownEnd = Math.max(this.ownEnd, blockOffset + blockLength)
    // Missing first: what arrives while we look must find it.
    this.missing.add(attachment)
    await this.noticeArrival(attachment)
    const goesFirst = isPreview(attachment) && this.missing.has(attachment)
    if (attachment.device === this.options.device || goesFirst) this.followAgain(attachment)
  }

  private filesOf(device: DeviceId): AnnouncedFiles {
    const files = this.announced.get(device) ?? new AnnouncedFiles()
    this.announced.set(device, files)
    return files
  }

  /** Bytes announced and not here: in all, or of one device's files. */
  missingBytes(device?: DeviceId): number {
    return this.missing.bytes(device)
  }

  /** Of those, the bytes that nobody waits for: they come once somebody looks at them, or the line is quick again. */
  unwantedBytes(): number {
    if (this.fetchesAll) return 0
    const unwanted = [...this.missing].filter((attachment) => !this.wanted.has(attachment) && !isPreview(attachment))
    return unwanted.reduce((sum, { blob }) => sum + blob.byteLength, 0)
  }

  /** Blocks of a device's files: known to exist, and held without a gap. */
  knownBlocks(device: DeviceId): number {
    return this.devices.get(device)?.core.length ?? 0
  }

  heldBlocks(device: DeviceId): number {
    return this.devices.get(device)?.core.contiguousLength ?? 0
  }

  /** Bytes of all files announced. */
  totalBytes(): number {
    return this.announcedBytes
  }

  /** Pictures that are whole here. */
  heldPictures(): BlobHash[] {
    const isHere = (attachment: Attachment) => !this.missing.has(attachment)
    return [...this.attachments].filter(([, places]) => places.some(isHere)).map(([hash]) => hash)
  }

  /**
   * Stores a picture; the caller announces it in the log.
   * @throws AppError `invalid-input`, `too-large`, `disk-full`; `disconnected` where files of ours were lost
   */
  async put(bytes: Uint8Array, name: string): Promise<Omit<Attachment, 'device'> & { isNew: boolean }> {
    if (bytes.length > MAX_BLOB_BYTES) throw new AppError('too-large', `a picture of ${bytes.length} bytes`)
    const type = (await fileTypeFromBuffer(bytes))?.mime ?? ''
    if (!PICTURE_TYPES.has(type)) throw new AppError('invalid-input', `not a picture: ${type || 'unknown type'}`)
    const hash = hashOf(bytes)
    const own = this.attachments.get(hash)?.find(({ device }) => device === this.options.device)
    if (own) return { ...own, isNew: false }
    if (this.filesOf(this.options.device).isFull) throw new AppError('too-large', 'no device has more files')
    if (!(await this.options.hasRoom())) throw new AppError('disk-full', 'the room that is left is kept free')
    const { core, blobs } = await this.add(this.options.device)
    if (core.length < this.ownEnd)
      throw new AppError('disconnected', 'earlier files of this device are gone: it goes on under a fresh key')
    const key = randomBytes(KEY_BYTES)
    const { blockOffset, blockLength, byteOffset, byteLength } = await blobs.put(lock(bytes, key))
    await this.options.sync()
    const blob = { blockOffset, blockLength, byteOffset, byteLength }
    return { hash, type, name, key: b4a.toString(key, 'hex'), blob, isNew: true }
  }

  /** Whether this device has stored a file. */
  isOwn(hash: BlobHash): boolean {
    return this.attachments.get(hash)?.some(({ device }) => device === this.options.device) ?? false
  }

  /**
   * The bytes, checked against their name, or those of a preview while they are elsewhere, from where they then come.
   * @throws AppError `not-found` where neither is here
   */
  async read(hash: BlobHash): Promise<{ bytes: Uint8Array; type: string; isPreview: boolean }> {
    const whole = await this.readAny(this.attachments.get(hash) ?? [])
    if (whole) return { ...whole, isPreview: false }
    this.want(hash)
    const preview = await this.readAny(this.previews.get(hash) ?? [])
    if (preview) return { ...preview, isPreview: true }
    throw new AppError('not-found', `attachment ${hash} is not here`)
  }

  private async readAny(attachments: Attachment[]): Promise<{ bytes: Uint8Array; type: string } | undefined> {
    for (const attachment of attachments) {
      const { blobs } = await this.add(attachment.device)
      const locked = (await this.isHere(attachment)) ? await blobs.get(attachment.blob, { wait: false }) : null
      const bytes = locked && unlock(locked, b4a.from(attachment.key, 'hex'))
      if (bytes && hashOf(bytes) === attachment.hash) return { bytes, type: attachment.type }
    }
    return undefined
  }

  async stop(): Promise<void> {
    this.isStopped = true
    if (this.waiting) clearInterval(this.waiting)
    await Promise.allSettled(this.opening.values())
    for (const { core, pace, downloads } of this.devices.values()) {
      pace.stop()
      for (const download of downloads) download.destroy()
      await core.close()
    }
  }

  private async isHere({ device, blob }: Attachment): Promise<boolean> {
    const { core } = await this.add(device)
    return core.has(blob.blockOffset, blob.blockOffset + blob.blockLength)
  }

  /** Looks whether the block has made a file whole. */
  private async noticeBlock(device: DeviceId, block: number): Promise<void> {
    const attachment = this.announced.get(device)?.at(block)
    if (attachment && this.missing.has(attachment)) await this.noticeArrival(attachment)
    this.emit('progressed')
  }

  /** Looks which files have become whole. */
  async noticeArrivals(): Promise<void> {
    for (const attachment of this.missing) await this.noticeArrival(attachment)
    this.emit('progressed')
  }

  private async noticeArrival(attachment: Attachment): Promise<void> {
    if (!(await this.isHere(attachment)) || !this.missing.delete(attachment)) return
    const isFirst = this.wanted.delete(attachment) || isPreview(attachment)
    if (isFirst) this.followAgain(attachment)
    this.emit('arrived', attachment.hash)
    if (attachment.previewOf) this.emit('arrived', attachment.previewOf)
  }
}

export function hashOf(bytes: Uint8Array): BlobHash {
  return createHash('sha256').update(bytes).digest('hex') as BlobHash
}
