import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import b4a from 'b4a'
import { randomBytes } from 'hypercore-crypto'
import { AppError, toAppError } from '../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { Settings, SpaceRow } from '../../src-shared/ipc/contract.ts'
import { newPlace, type PlaceFields } from '../../src-shared/model/place.ts'
import type { PathPurpose } from '../chosen-path.ts'
import { applicationVersion } from './application-version.ts'
import { ScheduleFile } from './backup/schedule-file.ts'
import { Backups } from './backups.ts'
import { damagedPart } from './damage/damaged-part.ts'
import type { DatabasePart } from './damage/data-file.ts'
import { FolderGuard } from './damage/folder-guard.ts'
import type { Incidents } from './damage/incidents.ts'
import { DiskWatch } from './disk-watch.ts'
import { found } from './documents/document-store.ts'
import { firstBlock } from './first-block.ts'
import { forgetSpace } from './forget-space.ts'
import { Invitations } from './invitations.ts'
import { KeyReplacement } from './key-replacement.ts'
import { makeFolder, syncFolder } from './lib/durable-file.ts'
import { forgetHung, HangWatch, type Hung, readHung } from './lib/hang-watch.ts'
import { cutOffAfterGap } from './lib/level-log.ts'
import { stopEach } from './lib/stop-each.ts'
import { ViewDatabase } from './lib/view-database.ts'
import type { StagedCore } from './log/core-copy.ts'
import { Journal } from './log/journal.ts'
import { salvageJournal } from './log/journal-salvage.ts'
import { LogStore } from './log/log-store.ts'
import { openShare } from './membership/epoch.ts'
import { Keyring, type KnownSpace, roleOf } from './membership/keyring.ts'
import { mayWrite } from './membership/members.ts'
import { sheetToText, textToSheet } from './membership/recovery-sheet.ts'
import type { RelayedSpace } from './membership/relay-keyring.ts'
import { spaceIdOf } from './membership/space-keys.ts'
import { Network, type NetworkSpace } from './network/network.ts'
import type { Wire } from './network/wire.ts'
import { foundedPlace } from './own-place.ts'
import { RelaySpace } from './relay-space.ts'
import { salvageLogs } from './salvage-logs.ts'
import { SettingsFile } from './settings/settings.ts'
import { Space } from './space.ts'
import { becomeStranger } from './stranger.ts'

export interface CoreOptions {
  /** The data folder: one process at a time. */
  folder: string
  /** Makes the ways to meet others, given this device's key. Empty: offline. */
  wires(keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }): Wire[]
  now?(): Timestamp
  /** The release that this passes for; the one that it is when absent. */
  application?: string
  /** Tells the folder from its copies; the folder's own marks when absent. */
  home?(folder: string): Promise<string>
  /** Bytes of files that never change that are looked at before anything opens; the others follow in the background. */
  bytesCheckedAtStart?: number
  /** The path that a window hands over, if a person chose it for that; any path when absent. */
  openSealedPath?(sealed: string, purpose: PathPurpose): string | undefined
  /** How long one document may keep the process busy before it is ended, in milliseconds; for ever when absent. */
  patience?: number
  /** Lines for the process's log. */
  log?(message: string): void
}

/** A few hundred milliseconds of reading: most folders are looked at whole before anything opens. */
const BYTES_CHECKED_AT_START = 64 * 1024 * 1024

/** The whole of Maillage without a window: the one place that introduces the parts to each other. */
export class Core extends EventEmitter<{
  opened: [Space]
  /** This core can do no more and must be started again: its key gave way, or its databases gave up. */
  spent: []
  /** Blocks of a backup or restore under way, of how many. */
  backupProgressed: [{ done: number; total: number }]
  /** Something else is true of backups, their schedule or its failures. */
  backupsChanged: []
  /** Stored bytes are damaged that are in use: stopped and started again, a core heals them. */
  damaged: [DatabasePart]
}> {
  private readonly spaces = new Map<SpaceId, Space>()
  private readonly networkSpaces = new Map<SpaceId, NetworkSpace>()
  /** Spaces that are only stored and passed on. */
  private readonly relays = new Map<SpaceId, { relay: RelaySpace; networkSpace: NetworkSpace }>()
  private stopping: Promise<void> | null = null
  private readonly leaving = new AbortController()
  /** Damaged logs are being read for what is whole of them. */
  private salvaging: Promise<void> | null = null
  private readonly disk: DiskWatch
  private readonly hangWatch: HangWatch | undefined
  private readonly key: KeyReplacement
  readonly backups: Backups
  readonly invitations: Invitations
  /** Gives the logs what was typed and is only saved so far: set by whoever has documents open. */
  publishKept: () => Promise<void> = async () => undefined

  private constructor(
    private readonly options: CoreOptions,
    private readonly guard: FolderGuard,
    private readonly keyring: Keyring,
    private readonly store: LogStore,
    private readonly views: ViewDatabase,
    readonly settings: SettingsFile,
    schedule: ScheduleFile,
    readonly network: Network,
    private readonly hung: Hung | undefined,
  ) {
    super()
    if (options.patience !== undefined) this.hangWatch = new HangWatch(options.folder, options.patience)
    this.backups = new Backups(this, options.folder, schedule)
    this.key = new KeyReplacement({
      keyring,
      device: this.device,
      endLogs: () => {
        for (const space of this.openSpaces()) space.logs.end()
      },
      noteLoss: () => {
        this.log('what this key wrote is not all here: the folder goes on under a fresh key')
        return this.incidents.note('home').catch((reason) => this.log(`nobody is told: ${String(reason)}`))
      },
      onSpent: () => this.emit('spent'),
    })
    this.invitations = new Invitations({
      device: this.device,
      network,
      known: (space) => keyring.get(space),
      descentOf: (guest, known) => keyring.descentOf(guest, known),
      now: () => this.now(),
      space: (id) => this.spaces.get(id),
      enter: (known) => this.enterKnown({ ...known, devices: [] }),
      leaving: this.leaving.signal,
      becomeStranger: () => becomeStranger(options.wires),
      comeBack: (entered, key) => this.key.comeBack(entered, key),
      descentOfRelay: (relay, known) => keyring.descentOfRelay(relay, known),
      enterRelayed: async (relayed) => {
        await keyring.putRelayed(relayed)
        await this.openRelayed(relayed)
      },
    })
    this.disk = new DiskWatch(options.folder, () => store.hasRoom())
    this.disk.on('changed', (state) => {
      for (const space of this.spaces.values()) space.setDisk(state)
      for (const relay of this.openRelays()) relay.setReceiving(state !== 'full')
    })
    this.disk.on('stuck', () => {
      this.log('the disk can be written, and its databases refuse all the same: they are to be opened anew')
      this.emit('spent')
    })
    guard.on('damaged', (part) => this.emit('damaged', part))
  }

  /** @throws AppError `in-use`, `unreadable`, `newer-version`, `disk-full`, `disk-failed` */
  static async start(options: CoreOptions): Promise<Core> {
    try {
      return await Core.startOnce(options)
    } catch (thrown) {
      if (!['internal', 'unreadable'].includes(toAppError(thrown).code)) throw thrown
      // Perhaps for a file that was to be looked at later: now that nothing is open, it can be moved out of the way.
      return Core.startOnce({ ...options, bytesCheckedAtStart: Number.POSITIVE_INFINITY })
    }
  }

  private static async startOnce(options: CoreOptions): Promise<Core> {
    const guard = await Core.takeFolder(options)
    let journal: Journal | undefined
    let store: LogStore | undefined
    let views: ViewDatabase | undefined
    let core: Core | undefined
    try {
      const { folder } = options
      const keyring = await Keyring.open(folder, (file) => guard.moveFile('keyring', file), options.home)
      if (keyring.hasMoved) await guard.incidents.note('home')
      const opened = await guard.opening('journal', () => Journal.open(join(folder, 'journal')))
      journal = opened
      const damagedJournals = guard.incidents.toSalvage('journal')
      for (const { place, damaged } of damagedJournals) {
        journal.hasGaps = true
        await salvageJournal(join(folder, place, 'journal'), damaged, journal)
      }
      store = await guard.opening('logs', () => LogStore.open(folder, keyring.deviceKeyPair, opened))
      if (!guard.endedWell) await cutOffAfterGap(join(folder, 'views'))
      views = await guard.opening('views', () => ViewDatabase.open(join(folder, 'views')))
      // The databases make their folders, and do not sync that they are there.
      for (const made of [folder, join(folder, 'logs')]) await syncFolder(made)
      const settings = await SettingsFile.open(folder, (file) => guard.moveFile('settings', file))
      const schedule = await ScheduleFile.open(folder, (file) => guard.moveFile('backups', file))
      const network = new Network(options.wires(keyring.deviceKeyPair))
      const hung = await readHung(folder)
      core = new Core(options, guard, keyring, store, views, settings, schedule, network, hung)
      await core.network.start()
      for (const known of keyring.spaces()) await core.open(known)
      for (const relayed of keyring.relayed()) await core.openRelayed(relayed)
      await forgetHung(folder)
      // Not before the logs were given what they lack, and have filled its gaps.
      for (const { place } of damagedJournals) await guard.incidents.salvaged(place)
      // Nobody listens yet: the next attempt heals it.
      if (guard.isSuspicious) throw new AppError('unreadable', 'stored bytes are damaged')
      guard.watch()
      core.salvage()
      return core
    } catch (thrown) {
      // Whoever tries again must not find the folder taken.
      const damaged = damagedPart(thrown)
      if (damaged) await guard.report(damaged)
      await stopEach([
        async () => core?.hangWatch?.stop(),
        async () => core?.disk.stop(),
        async () => core?.network.stop(),
        async () => (store ?? journal)?.close(),
        async () => views?.close(),
        () => guard.close(),
      ]).catch((refused: unknown) => options.log?.(`while closing: ${String(refused)}`))
      throw toAppError(thrown)
    }
  }

  private static async takeFolder({ folder, now = Date.now, bytesCheckedAtStart }: CoreOptions): Promise<FolderGuard> {
    await makeFolder(folder).catch((cause: unknown) => {
      const error = toAppError(cause)
      throw error.code === 'internal' ? new AppError('disk-failed', 'the folder cannot be made', { cause }) : error
    })
    return FolderGuard.open({ folder, now, bytesAtStart: bytesCheckedAtStart ?? BYTES_CHECKED_AT_START })
  }

  get device(): DeviceId {
    return this.store.device
  }

  now(): Timestamp {
    return (this.options.now ?? Date.now)()
  }

  log(message: string): void {
    this.options.log?.(message)
  }

  /** @throws AppError `not-found` */
  space(id: SpaceId): Space {
    return found(this.spaces.get(id), `space ${id}`)
  }

  /** What was found damaged in the data folder. */
  get incidents(): Incidents {
    return this.guard.incidents
  }

  openSpaces(): Space[] {
    return [...this.spaces.values()]
  }

  openRelays(): RelaySpace[] {
    return [...this.relays.values()].map(({ relay }) => relay)
  }

  spaceRows(): SpaceRow[] {
    return this.keyring.spaces().map((known) => {
      const { space, name, place, example } = known
      const standing = this.spaces.get(space)?.members.standing(this.device) ?? roleOf(known)
      return { space, name, place, example, standing }
    })
  }

  /** @throws AppError `disk-full`, `disk-failed` */
  async changeSettings(changes: Parameters<SettingsFile['set']>[0]): Promise<Settings> {
    const settings = await this.settings.set(changes)
    for (const space of this.spaces.values()) space.setSlowLine(settings.slowLine)
    return settings
  }

  /** Founds a space, whose first place is ours. */
  async createSpace(name: string, place: PlaceFields, example = false): Promise<Space> {
    const nonceBytes = randomBytes(32)
    const nonce = b4a.toString(nonceBytes, 'hex')
    const secret = b4a.toString(randomBytes(32), 'hex')
    const origin = { kind: 'founded', nonce } as const
    const descent = { founder: this.device, nonce, steps: [] }
    const id = spaceIdOf(this.device, nonceBytes)
    const ours = foundedPlace(place)
    return this.enterKnown({ space: id, secret, epochs: [], name, example, origin, descent, ...ours, devices: [] })
  }

  /** The keyring, for a backup under a passphrase. */
  exportedKeys(): Uint8Array {
    return this.keyring.exported()
  }

  /** The spaces of an exported keyring, as this device would enter them. @throws AppError `unreadable`, `newer-version` */
  inheritedSpaces(exported: Uint8Array): KnownSpace[] {
    return this.keyring.inherited(exported)
  }

  /** Belongs to a space from now on, in the place of the device that the backup is of. */
  async enterRestored(known: KnownSpace): Promise<void> {
    if (!this.spaces.has(known.space)) await this.enterKnown(known)
  }

  /** What a person prints for the day this computer is lost. @throws AppError `not-found`, `too-large` */
  recoverySheet(space: SpaceId): string {
    const sheet = this.keyring.recoverySheet(found(this.keyring.get(space), `space ${space}`))
    // Where members meet today.
    const [latest] = this.space(space).epochs.secrets()
    return sheetToText({ ...sheet, epochs: latest ? [b4a.toString(latest, 'hex')] : [] })
  }

  /**
   * Belongs to a space from now on, in the place of the device that made the sheet.
   * @throws AppError `invalid-sheet`, `newer-version`, `in-use`
   */
  async recover(text: string): Promise<Space> {
    const sheet = textToSheet(text)
    return this.spaces.get(sheet.space) ?? this.enterKnown(this.keyring.recovered(sheet))
  }

  /**
   * Belongs to a space no more, and frees what it held. The others are not told: this computer stays in their lists until
   * somebody takes it out. This core is spent then, and whoever asked is answered first.
   * @throws AppError `not-found`, `disk-full`, `disk-failed`
   */
  async leave(id: SpaceId): Promise<void> {
    const space = this.space(id)
    await this.keyring.forget(id)
    this.spaces.delete(id)
    const networkSpace = this.networkSpaces.get(id)
    // Without the internet the DHT takes ten seconds to notice: nobody waits for it.
    if (networkSpace) void this.network.removeSpace(networkSpace).catch(() => undefined)
    try {
      await space.stop()
      await forgetSpace(space, this.store, this.views)
    } catch (refused) {
      this.log(`what a space held that was left is still on the disk: ${String(refused)}`)
    } finally {
      setImmediate(() => this.emit('spent'))
    }
  }

  /** Where blocks of a core of `space` are proven before it is given them. */
  stageCore({ keys }: Space, holds: 'log' | 'files', device: DeviceId): Promise<StagedCore> {
    return this.store.stageCore(device, holds === 'log' ? keys.logNamespace : keys.blobNamespace)
  }

  /** @throws AppError `no-access` for a path that nobody chose for that */
  chosenPath(sealed: string, purpose: PathPurpose): string {
    const path = this.options.openSealedPath ? this.options.openSealedPath(sealed, purpose) : sealed
    if (path === undefined) throw new AppError('no-access', 'a path that nobody chose')
    return path
  }

  /** Does at once what Automerge may be busy with for long: for too long, and the process is ended and the document set aside. */
  watched<Result>(space: SpaceId, document: DocumentId, work: () => Result): Result {
    return this.hangWatch ? this.hangWatch.during(space, document, work) : work()
  }

  hasRoom(): Promise<boolean> {
    return this.store.hasRoom()
  }

  /** Stops everything in the reverse order. Safe to call twice. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll()
    return this.stopping
  }

  private async enterKnown(known: KnownSpace): Promise<Space> {
    // Opened twice, by an invitation and a restore that come together, its log would have two writers.
    if (this.keyring.get(known.space)) throw new AppError('in-use', `${known.space} is being entered`)
    await this.keyring.put(known)
    try {
      await this.stopRelaying(known.space)
      const space = await this.open(known)
      // What the disk keeps of it all the same is passed over at the next start.
      await this.keyring.forgetRelayed(known.space).catch(() => undefined)
      return space
    } catch (refused) {
      // Whoever was refused tries again, and must not find two of it at the next start.
      await this.keyring.forget(known.space).catch(() => undefined)
      const relayed = this.keyring.relayed().find(({ space }) => space === known.space)
      if (relayed) await this.openRelayed(relayed).catch(() => undefined)
      this.disk.report(refused)
      throw toAppError(refused)
    }
  }

  /** A member passes on all that a relay does, and both would keep the same logs and answer to the same name. */
  private async stopRelaying(id: SpaceId): Promise<void> {
    const relayed = this.relays.get(id)
    if (!relayed) return
    this.relays.delete(id)
    // Without the internet the DHT takes ten seconds to notice: nobody waits for it.
    void this.network.removeSpace(relayed.networkSpace).catch(() => undefined)
    await relayed.relay.stop()
  }

  private async open(known: KnownSpace): Promise<Space> {
    const space = new Space({
      secret: { space: known.space, secret: b4a.from(known.secret, 'hex') },
      role: roleOf(known),
      descent: known.descent,
      epochSecrets: known.epochs.map((secret) => b4a.from(secret, 'hex')),
      openShare: (share) => openShare(share, this.keyring.deviceKeyPair),
      rememberEpoch: (secret) => this.keyring.addEpoch(known.space, b4a.toString(secret, 'hex')),
      store: this.store,
      views: this.views,
      now: () => this.now(),
      application: this.options.application ?? applicationVersion,
      whenViewsChecked: () => this.guard.whenViewsChecked(),
      onRefused: (device, index, reason, document) => {
        const where = `block ${index} of ${device}${document ? `, on ${document},` : ''}`
        this.log(`${where} was refused: ${toAppError(reason).code}, ${String(reason)}`)
      },
      onUnread: (document, reason) => this.log(`${document} could not be read: ${describe(reason)}`),
      hung: this.hung?.space === known.space ? this.hung.document : undefined,
      watched: (document, work) => this.watched(known.space, document, work),
      onHeavy: (document, operations) => this.log(`reading ${document}, of ${operations} operations`),
      onDamage: (part) => this.guard.report(part),
    })
    await space.start(known.devices)
    await this.begin(space, known)
    this.spaces.set(known.space, space)
    const networkSpace = space.networkSpace()
    this.network.addSpace(networkSpace)
    this.networkSpaces.set(known.space, networkSpace)
    space.on('membersChanged', () => this.network.recheck(networkSpace))
    space.on('topicsChanged', () => this.network.rejoin(networkSpace))
    space.on('admitted', () => {
      this.rememberDevices(space).catch((reason) => this.log(`a device met is not remembered: ${String(reason)}`))
    })
    space.on('invited', () => this.invitations.hostAll(space))
    space.on('stale', () => {
      this.log('what members may do has changed: the space is read again')
      this.emit('spent')
    })
    space.on('refused', (reason) => {
      this.log(`refused: ${describe(reason)}`)
      this.disk.report(reason)
    })
    space.setDisk(this.disk.state)
    space.setSlowLine(this.settings.get().slowLine)
    const isKept = (reason: unknown) => this.log(`the key cannot be replaced: ${String(reason)}`)
    space.on('outdated', () => void this.giveWay().catch(isKept))
    space.on('filesLost', () => void this.replaceLostFiles().catch(isKept))
    this.invitations.hostAll(space)
    this.emit('opened', space)
    return space
  }

  private async openRelayed(known: RelayedSpace): Promise<void> {
    if (this.relays.has(known.space) || this.spaces.has(known.space)) return
    const relay = new RelaySpace({
      known,
      store: this.store,
      remember: (now) => this.keyring.putRelayed(now),
      onTopics: () => this.network.rejoin(networkSpace),
      onAccess: () => this.network.recheck(networkSpace),
      onRefused: (reason) => {
        this.log(`what a member told the relay: ${String(reason)}`)
        this.disk.report(reason)
      },
    })
    const networkSpace = relay.networkSpace()
    await relay.start()
    relay.setReceiving(this.disk.state !== 'full')
    this.relays.set(known.space, { relay, networkSpace })
    this.network.addSpace(networkSpace)
  }

  /** Our first words in a space, unless they were said: why we belong, and which place we write for. */
  private async begin(space: Space, known: KnownSpace): Promise<void> {
    const { origin, place, placeFields, sharesPlace } = known
    if (space.logs.own.held === 0) await space.append([firstBlock(known)])
    // Where that is not noted, the key before vouches for the next as well.
    await this.keyring.begun(space.id).catch(() => undefined)
    // What another device wrote of the place is in its log, even if that has still to come.
    if (origin.kind === 'continued' || sharesPlace || (await space.directory.get(place))) return
    // A reader writes nothing: its first block says what its place is called.
    if (!mayWrite(space.members.standing(this.device))) return
    await space.documents.create([{ id: place, fields: newPlace(placeFields, this.now()) }])
  }

  /** Goes on under a fresh key: others hold more of this one's logs than is here. */
  giveWay(): Promise<void> {
    return this.key.giveWay()
  }

  private salvage(): void {
    const { guard, leaving, options } = this
    this.salvaging = salvageLogs({
      folder: options.folder,
      spaces: () => this.openSpaces(),
      incidents: guard.incidents,
      hasRoom: () => this.hasRoom(),
      signal: leaving.signal,
      log: (message) => this.log(message),
    })
      .catch((reason) => this.log(`damaged logs are read again at the next start: ${String(reason)}`))
      .finally(() => {
        this.salvaging = null
      })
  }

  /**
   * Files of ours that are gone are with others, or nowhere: new ones must not stand in their place. A fresh key has a
   * place of its own.
   */
  private async replaceLostFiles(): Promise<void> {
    if (this.salvaging === null) await this.giveWay()
  }

  private async rememberDevices(space: Space): Promise<void> {
    const known = this.keyring.get(space.id)
    // A member can speak of devices that do not exist: only those that proved to belong are kept.
    const devices = space.members.all().map(({ device }) => device)
    if (!known || devices.every((device) => known.devices.includes(device))) return
    await this.keyring.put({ ...known, devices })
  }

  private async stopAll(): Promise<void> {
    this.leaving.abort(new AppError('disconnected', 'this core stops'))
    await stopEach([
      async () => this.salvaging ?? undefined,
      () => this.backups.stop(),
      () => this.disk.stop(),
      () => this.network.stop(),
      ...this.openSpaces().map((space) => () => space.stop()),
      ...this.openRelays().map((relay) => () => relay.stop()),
      () => this.store.close(),
      () => this.views.close(),
      () => this.keyring.close(),
      () => this.guard.close(),
      async () => this.hangWatch?.stop(),
    ]).catch((refused: unknown) => this.log(`while closing: ${String(refused)}`))
  }
}

/** With where it was thrown, unless it was expected. */
function describe(reason: unknown): string {
  return reason instanceof Error && !(reason instanceof AppError) ? (reason.stack ?? reason.message) : String(reason)
}
