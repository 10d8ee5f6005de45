import { EventEmitter } from 'node:events'
import b4a from 'b4a'
import { AppError, toAppError } from '../../src-shared/errors.ts'
import type { BlobHash, DeviceId, DocumentId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { DiskState, SpaceStatus } from '../../src-shared/ipc/contract.ts'
import type { Role } from '../../src-shared/model/role.ts'
import type { DocumentType } from '../../src-shared/model/row.ts'
import { SpaceBlobs } from './blobs/space-blobs.ts'
import type { BackupPart } from './create-backup.ts'
import { damagedPart } from './damage/damaged-part.ts'
import type { DatabasePart } from './damage/data-file.ts'
import { ChangeAdmission } from './documents/change-admission.ts'
import { Directory } from './documents/directory.ts'
import { DocumentStore, found } from './documents/document-store.ts'
import { DocumentWeights } from './documents/document-weights.ts'
import { LoadGuard } from './documents/load-guard.ts'
import type { DocumentChanges } from './documents/logged-changes.ts'
import { SetAsideList } from './documents/set-aside.ts'
import { SpaceDocuments } from './documents/space-documents.ts'
import { SearchIndex } from './index/search-index.ts'
import type { Descent } from './lib/descent.ts'
import type { JournalDraft } from './lib/journal-draft.ts'
import { stopEach } from './lib/stop-each.ts'
import type { ViewDatabase } from './lib/view-database.ts'
import type { Block } from './log/block.ts'
import { LogReader } from './log/log-reader.ts'
import type { LogStore } from './log/log-store.ts'
import { SpaceLogs } from './log/space-logs.ts'
import type { Members } from './membership/members.ts'
import { deriveSpaceKeys, type SpaceKeys, type SpaceSecret } from './membership/space-keys.ts'
import type { Holdings } from './network/holdings.ts'
import type { NetworkSpace } from './network/network.ts'
import { SpaceEpochs } from './space-epochs.ts'
import { SpaceMembers } from './space-members.ts'
import { type Encounter, SpacePeers } from './space-peers.ts'
import { SpaceReading } from './space-reading.ts'
import { spaceStatus } from './space-status.ts'
import { storePicture } from './store-picture.ts'

export interface SpaceOptions {
  secret: SpaceSecret
  /** What we are, before the logs that say so have come. */
  role: Role
  /** How we come from the founder. */
  descent: Descent
  /** Of the epochs that began so far. */
  epochSecrets: Uint8Array[]
  /** Reads a share of an epoch's secret that somebody made for this device. */
  openShare(share: Uint8Array): Uint8Array | undefined
  /** Keeps an epoch's secret for the next start. */
  rememberEpoch(secret: Uint8Array): Promise<void>
  store: LogStore
  views: ViewDatabase
  now(): Timestamp
  /** The release of Maillage that this is. */
  application: string
  /** A block that could not be used, for the log of the process. */
  onRefused(device: DeviceId, index: number, reason: unknown, document?: DocumentId): void
  /** A document that could not be read into lists, for the same log. */
  onUnread(document: DocumentId, reason: unknown): void
  /** The document that the process before this one was busy with for too long. */
  hung: DocumentId | undefined
  /** Does at once what Automerge may be busy with for long. */
  watched<Result>(document: DocumentId, work: () => Result): Result
  /** A document that may cost much is about to be read, for the same log. */
  onHeavy(document: DocumentId, operations: number): void
  /** Resolves once it is known that the views say what was written into them. */
  whenViewsChecked(): Promise<void>
  /** A store could not read what it holds. */
  onDamage(part: DatabasePart): Promise<void>
}

/** One space: introduces its logs, members, documents, attachments, search and sessions to each other. */
export class Space extends EventEmitter<{
  listed: [DocumentType[]]
  arrived: [DocumentId, Uint8Array[]]
  blobArrived: [BlobHash]
  statusChanged: []
  /** An invitation became known. */
  invited: []
  /** Devices proved to belong. */
  admitted: []
  /** The disk, or what stands on it, refuses to be written. */
  refused: [unknown]
  /** Others hold more of our log than we do: this folder was taken back to an earlier state. */
  outdated: []
  /** Files of ours are gone, and a new one cannot stand in their place. */
  filesLost: []
  /** Somebody may do more, or less, than before. */
  membersChanged: []
  /** Members may meet elsewhere. */
  topicsChanged: []
  /** What was read counts for more, or less, than it did: it is to be read again, by a core that is started anew. */
  stale: []
}> {
  readonly id: SpaceId
  readonly keys: SpaceKeys
  readonly membership: SpaceMembers
  readonly epochs: SpaceEpochs
  readonly logs: SpaceLogs
  readonly documents: SpaceDocuments
  readonly directory: Directory
  readonly search: SearchIndex
  readonly blobs: SpaceBlobs
  /** What is in the logs and not shown. */
  readonly setAside: SetAsideList
  private readonly weights: DocumentWeights
  private readonly guard: LoadGuard
  private readonly admission: ChangeAdmission
  private readonly reader: LogReader
  private readonly peers: SpacePeers
  private readonly reading: SpaceReading
  private disk: DiskState = 'ok'
  private isDismissed = false
  /** Where members meet, in hexadecimal, as was told last. */
  private topics: string[] = []

  constructor(private readonly options: SpaceOptions) {
    super()
    const { secret, store, views } = options
    this.id = secret.space
    this.keys = deriveSpaceKeys(secret)
    this.membership = this.createMembership()
    this.epochs = this.createEpochs()
    this.logs = new SpaceLogs(store, { ...this.keys, epochs: this.epochs })
    this.directory = new Directory(views, this.id)
    this.search = new SearchIndex(views, this.id)
    this.setAside = new SetAsideList(views, this.id)
    this.weights = new DocumentWeights(views, this.id)
    this.admission = new ChangeAdmission(this.id, store.device, this.weights)
    const { id, weights, setAside } = this
    this.guard = new LoadGuard({ space: id, views, weights, setAside, now: options.now, onHeavy: options.onHeavy })
    this.blobs = new SpaceBlobs({
      device: store.device,
      openCore: (device) => store.openCore(device, this.keys.blobNamespace, this.keys.encryption),
      sync: () => store.sync(),
      hasRoom: () => store.hasRoom(),
      isTextArriving: () => this.reader.isArriving(),
    })
    this.reader = this.createReader()
    this.peers = this.createPeers()
    this.documents = this.createDocuments()
    this.reading = this.createReading()
    this.documents.on('listed', (types) => this.emit('listed', types))
    this.documents.on('arrived', (document, changes) => this.emit('arrived', document, changes))
    this.documents.on('prepared', () => this.emit('statusChanged'))
    this.blobs.on('arrived', (hash) => this.emit('blobArrived', hash))
    this.peers.on('changed', () => {
      this.emit('statusChanged')
      // Once everybody has heard of an epoch, nobody is waited for where members met before.
      if (this.epochs.current) this.checkTopics()
    })
    this.peers.on('outdated', () => this.emit('outdated'))
    this.peers.on('refused', (reason) => this.emit('refused', reason))
    this.logs.on('grew', () => this.blobs.makeWay())
    this.logs.on('refused', (reason) => this.emit('refused', reason))
    this.documents.on('refused', (reason) => this.emit('refused', reason))
  }

  get members(): Members {
    return this.membership.members
  }

  /** Opens what is known of the space; `devices` are those met before. */
  async start(devices: DeviceId[]): Promise<void> {
    await this.reading.start()
    await this.setAside.start()
    await this.guard.start(this.options.hung)
    await this.peers.start()
    await this.logs.start()
    await this.membership.start()
    await this.epochs.start()
    for (const device of devices) await this.peers.add(device)
    await this.reader.readAll()
    await this.documents.start()
  }

  /** Follows a device whose blocks came otherwise than from a peer. */
  async follow(device: DeviceId): Promise<void> {
    await this.peers.add(device)
    await this.blobs.noticeArrivals()
  }

  /** Resolves once all that is held was read, also of devices that only this showed to belong, and stands in lists. */
  async readHeld(): Promise<void> {
    const readSoFar = () => this.logs.all().reduce((sum, { device }) => sum + this.reader.position(device), 0)
    for (let before = -1; before < readSoFar(); ) {
      before = readSoFar()
      await this.reader.readAll()
    }
    await this.documents.prepared()
  }

  /**
   * Adds blocks to our own log, which stand for the drafts `settled`, and for those that keys before ours `left`; when it
   * resolves they are on disk and everything here knows of them.
   * @throws AppError `no-access` when nobody would listen to them, `disk-full`, `disk-failed`
   */
  async append(blocks: Block[], settled: DocumentId[] = [], left: JournalDraft[] = []): Promise<void> {
    this.membership.checkHeard(blocks)
    await this.logs.append(blocks, settled, left)
    const { device } = this.options.store
    // The blocks are on disk: views that refuse are behind, and must not make anybody write the same again.
    await this.reader
      .read(device)
      .catch((reason) => this.options.onRefused(device, this.reader.position(device), reason))
  }

  /**
   * Adds changes of documents to our own log, as `append` does, unless everybody would refuse them.
   * @throws AppError `no-access`, `too-large`, `disk-full`, `disk-failed`
   */
  async publish(changes: DocumentChanges[], settled: DocumentId[] = [], left: JournalDraft[] = []): Promise<void> {
    this.membership.check('contributor')
    this.admission.checkOwn(changes)
    await this.append(
      changes.map((changed) => ({ kind: 'changed', ...changed })),
      settled,
      left,
    )
  }

  /**
   * Saves changes of a document that `publish` is to settle soon, in the place of those kept before, and of those that keys
   * before ours `left`: once it resolves they are on disk, whatever happens next, and nobody else knows of them.
   * @throws AppError as `publish` does
   */
  async keep(changed: DocumentChanges, left: JournalDraft[] = []): Promise<void> {
    this.membership.check('contributor')
    this.admission.checkOwn([changed])
    const isFirst = this.logs.kept === 0
    await this.logs.keep(changed.document, { kind: 'changed', ...changed }, left)
    if (isFirst) this.emit('statusChanged')
  }

  /** Stores a picture, and how it looks from afar if that is given, and tells the others of both. */
  async attach(bytes: Uint8Array, name: string, preview?: Uint8Array): Promise<{ hash: BlobHash; type: string }> {
    this.membership.check('contributor')
    const { blocks, ...picture } = await storePicture(this.blobs, bytes, name, preview).catch((reason: unknown) => {
      const error = toAppError(reason)
      if (error.code === 'disk-full' || error.code === 'disk-failed') this.emit('refused', error)
      if (error.code === 'disconnected') this.emit('filesLost')
      throw error
    })
    if (blocks.length > 0) await this.append(blocks)
    return picture
  }

  /** Without room on the disk nothing more is received; what is here is still passed on. */
  setDisk(disk: DiskState): void {
    this.disk = disk
    this.logs.setReceiving(disk !== 'full')
    this.blobs.setReceiving(disk !== 'full')
    this.emit('statusChanged')
  }

  /** On a slow line pictures come only when somebody looks at them. */
  setSlowLine(isSlow: boolean): void {
    this.blobs.setFetchesAll(!isSlow)
    this.emit('statusChanged')
  }

  /** What the network needs of this space. */
  networkSpace(): NetworkSpace {
    return {
      topic: this.keys.topic,
      topics: () => this.peers.topics(),
      proof: this.keys.proof,
      access: (device) => this.membership.access(device),
      descent: this.options.descent,
      admits: (device, descent) => this.membership.admits(device, descent),
      holdings: () => this.peers.holdings(),
      onSession: (session, path) => {
        this.isDismissed = false
        this.peers.welcome(session, path)
      },
      onDismissing: (device) => this.peers.noteTold(device),
      onDismissed: () => {
        this.isDismissed = true
        this.emit('statusChanged')
      },
    }
  }

  /** This device was removed, as it read, or as somebody told it who knows the secret. */
  get isRemoved(): boolean {
    return this.isDismissed || this.members.standing(this.options.store.device) === 'removed'
  }

  async status(): Promise<SpaceStatus> {
    return spaceStatus({
      space: this.id,
      own: this.options.store.device,
      devices: this.peers.known(await this.placeNames()),
      kept: this.logs.kept,
      preparing: this.documents.unprepared,
      disk: this.disk,
      setAside: this.setAside.size,
      isDismissed: this.isDismissed,
      isCopied: this.members.isFormer(this.options.store.device),
      isFounder: this.members.isFounder(this.options.store.device),
      missingBytes: this.blobs.missingBytes(),
      unwantedBytes: this.blobs.unwantedBytes(),
      totalBytes: this.blobs.totalBytes(),
    })
  }

  /** What a device said it holds, now or when it was last met. */
  toldBy(device: DeviceId): Holdings {
    return this.peers.toldBy(device)
  }

  /** A place is called what its page says; until that has come, and where it has none, what it said when it joined. */
  async placeNames(): Promise<Map<DeviceId, string>> {
    const pages = new Map((await this.directory.list('place')).map(({ place, name }) => [place, name]))
    return new Map(
      this.members.all().map(({ device, place, placeName }) => [device, pages.get(place) ?? placeName ?? '']),
    )
  }

  /** Whether blocks of one more device may be taken from somebody who names it. */
  mayFollow(device: DeviceId): boolean {
    return this.peers.mayFollow(device)
  }

  /**
   * What a device lacks of this space, as far as it has told us.
   * @throws AppError `not-found` when it never belonged, `no-access` when it was removed
   */
  async lackedBy(device: DeviceId): Promise<BackupPart> {
    const standing = found(this.members.standing(device), `member ${device}`)
    if (standing === 'removed') throw new AppError('no-access', `${device} was removed`)
    const told = this.peers.toldBy(device)
    return { space: this, start: (of, holds) => told[of]?.[holds === 'log' ? 'blocks' : 'files'] ?? 0 }
  }

  /** Nobody else can have anything to tell: we founded the space, and know of no other device. */
  isFounderAlone(): boolean {
    const hasWelcomed = this.members.invitations().some(({ guests }) => guests.length > 0)
    return this.members.isFounder(this.options.store.device) && this.logs.all().length === 1 && !hasWelcomed
  }

  async stop(): Promise<void> {
    this.peers.stop()
    await stopEach([
      () => this.reader.stop(),
      () => this.documents.stop(),
      () => this.blobs.stop(),
      () => this.logs.stop(),
    ])
  }

  private createPeers(): SpacePeers {
    const { store, views, now } = this.options
    const { logs, blobs, members } = this
    const follow = (device: DeviceId) => this.reader.follow(device)
    const encounters = views.json<Encounter>(this.id, 'encounters')
    const holdings = views.json<Holdings>(this.id, 'holdings')
    const { epochs } = this
    const isLocked = (device: DeviceId) => this.reader.isLocked(device)
    const readTo = (device: DeviceId) => this.reader.position(device)
    return new SpacePeers({
      own: store.device,
      logs,
      blobs,
      members,
      epochs,
      encounters,
      holdings,
      now,
      follow,
      isLocked,
      readTo,
      topic: this.keys.topic,
    })
  }

  private createMembership(): SpaceMembers {
    const { store, views, role } = this.options
    const membership = new SpaceMembers({
      space: this.id,
      own: { device: store.device, role },
      views,
      append: (blocks) => this.append(blocks),
      beginEpoch: (removed) => this.epochs.begin(removed),
      held: (device) => this.logs.get(device)?.held ?? 0,
      isHere: (device) => this.peers.isHere(device),
    })
    membership.on('admitted', (devices) => {
      for (const device of devices) if (device !== store.device) this.reader.follow(device)
      this.peers.tellSoon()
      this.emit('admitted')
    })
    membership.on('invited', () => this.emit('invited'))
    membership.on('changed', () => {
      this.peers.directRelays()
      this.emit('membersChanged')
    })
    membership.on('rekeyed', () => {
      this.epochs.follow()
      this.checkTopics()
      // Another time: the disk refuses, or we are just stopping.
      membership.beginEpochIfNeeded().catch(() => undefined)
    })
    return membership
  }

  /** Relays are told where members meet now, while they are still met where that was before. */
  private checkTopics(): void {
    const topics = this.peers.topics().map((topic) => b4a.toString(topic, 'hex'))
    if (topics.join() === this.topics.join()) return
    this.topics = topics
    this.peers.directRelays()
    this.emit('topicsChanged')
  }

  private createEpochs(): SpaceEpochs {
    const { epochSecrets: secrets, openShare, rememberEpoch: remember, store, views, now } = this.options
    const { id: space, members } = this
    const beginnings = views.json<Timestamp>(space, 'epochs')
    const awaited = () => this.reader.awaitedEpochs()
    const parts = { space, own: store.device, members, awaited }
    const epochs = new SpaceEpochs({ ...parts, secrets, openShare, remember, beginnings, now })
    epochs.on('learned', () => {
      this.reader.followLocked()
      this.checkTopics()
    })
    epochs.on('wanted', () => this.peers.askForEpochs())
    return epochs
  }

  private createReader(): LogReader {
    return new LogReader({
      space: this.id,
      logs: this.logs,
      position: (device) => this.reading.position(device),
      belongs: (device) => this.members.everHad(device),
      introduce: ({ device, index, block }) => {
        this.membership.read(device, index, block)
        this.membership.announce()
      },
      consume: (device, blocks, position) => this.reading.consume(device, blocks, position),
      refuse: (refused, index, reason) => {
        const damaged = damagedPart(reason)
        if (damaged) void this.options.onDamage(damaged)
        this.options.onRefused(refused, index, reason)
      },
      wait: (epoch) => {
        this.epochs.want(epoch)
        this.emit('statusChanged')
      },
    })
  }

  private createReading(): SpaceReading {
    const { id: space, logs, membership, documents, blobs, weights, setAside } = this
    const { views, now, onRefused } = this.options
    const parts = { space, views, logs, membership, documents, blobs, weights, setAside }
    const reading = new SpaceReading({ ...parts, now, onRefused })
    reading.on('read', () => this.emit('statusChanged'))
    reading.on('refused', (reason) => this.emit('refused', reason))
    reading.on('stale', () => this.emit('stale'))
    return reading
  }

  private createDocuments(): SpaceDocuments {
    const { store, views, now } = this.options
    return new SpaceDocuments({
      space: this.id,
      device: store.device,
      views,
      store: new DocumentStore({
        views,
        space: this.id,
        readChanges: (writer, index) => this.readChanges(writer, index),
        guard: this.guard,
        watched: this.options.watched,
        onBrokenSnapshot: (document) => {
          this.options.onUnread(document, 'its snapshot cannot be loaded: everything is read again at the next start')
          return this.reading.expire()
        },
        refuse: (document, writer) => this.setAside.put({ document, device: writer, reason: 'too-large', at: now() }),
      }),
      directory: this.directory,
      admission: this.admission,
      application: this.options.application,
      setAside: this.setAside,
      search: this.search,
      now,
      ownLogRead: async () => {
        await this.options.whenViewsChecked()
        await this.reader.read(store.device)
      },
      isReceiving: () => this.reader.isFarBehind(),
      onUnread: (document, reason) => {
        this.options.onUnread(document, reason)
        this.emit('statusChanged')
      },
      publish: (changes, left) => this.publish(changes, [], left),
    })
  }

  private async readChanges(device: DeviceId, index: number): Promise<Uint8Array[] | undefined> {
    const encoded = await this.logs
      .get(device)
      ?.read(index)
      .catch((thrown) => this.tellDamage(thrown))
    const block = encoded && this.logs.decode(encoded)
    return block?.kind === 'changed' ? block.changes : undefined
  }

  private async tellDamage(thrown: unknown): Promise<never> {
    const damaged = damagedPart(thrown)
    if (damaged) await this.options.onDamage(damaged)
    throw thrown
  }
}
