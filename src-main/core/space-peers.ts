import { EventEmitter } from 'node:events'
import type { DeviceId, Timestamp } from '../../src-shared/ids.ts'
import type { SpaceBlobs } from './blobs/space-blobs.ts'
import { onceMore } from './lib/once-more.ts'
import type { SignedRoots } from './lib/proven-block.ts'
import type { View } from './lib/view-database.ts'
import { isSigned, signedRoots } from './log/core-copy.ts'
import type { SpaceLogs } from './log/space-logs.ts'
import type { KnownEpoch, Members } from './membership/members.ts'
import { type Holdings, MAX_DEVICES } from './network/holdings.ts'
import { isExchanged, type SpaceSession } from './network/space-session.ts'
import type { Path } from './network/wire.ts'
import type { SpaceEpochs } from './space-epochs.ts'
import type { KnownDevice } from './space-status.ts'

/** The last time we were in touch with a device, and how many blocks of ours it said it held. */
export interface Encounter {
  at: Timestamp
  confirmed: number | null
  /** We told it that it was removed. */
  isTold?: boolean
}

export interface SpacePeersOptions {
  own: DeviceId
  logs: SpaceLogs
  blobs: SpaceBlobs
  members: Members
  epochs: SpaceEpochs
  encounters: View<Encounter>
  /** What each device said it holds, when we were last in touch. */
  holdings: View<Holdings>
  now(): Timestamp
  /** Reads what is held of a device's log, and what comes. */
  follow(device: DeviceId): void
  /** Where members met before anybody was removed. */
  topic: Uint8Array
  /** Its log is read on once a key has come. */
  isLocked(device: DeviceId): boolean
  /** Blocks of a log that were read. */
  readTo(device: DeviceId): number
}

/** A connection on which the other end has proven itself. */
interface LiveSession {
  session: SpaceSession
  path: Path
  /** Epochs whose secrets the other end lacks. */
  asked: string[]
  /** Of these devices it told something that was not heeded yet. */
  news: Set<DeviceId>
}

/** How often at most we tell what we hold, in milliseconds. */
const TELL_EVERY = 250

/** The other devices of a space: who is connected, what each said it holds, when it was last met. */
export class SpacePeers extends EventEmitter<{
  /** Somebody came or went, or holds something else. */
  changed: []
  /** Others hold more of our log than we do. */
  outdated: []
  /** What a device is to be followed with cannot be opened. */
  refused: [unknown]
}> {
  private readonly sessions = new Set<LiveSession>()
  private readonly met = new Map<DeviceId, Encounter>()
  /** What each device told when it was met last. */
  private readonly told = new Map<DeviceId, Holdings>()
  private telling: NodeJS.Timeout | null = null
  private isStopped = false

  constructor(private readonly options: SpacePeersOptions) {
    super()
    options.logs.on('grew', () => this.tellSoon())
    options.blobs.on('progressed', () => this.tellSoon())
    options.epochs.on('learned', () => {
      for (const live of this.sessions) this.giveKeys(live)
    })
  }

  /** Remembers whom we met. */
  async start(): Promise<void> {
    for await (const [device, met] of this.options.encounters.iterator()) this.met.set(device as DeviceId, met)
    for await (const [device, told] of this.options.holdings.iterator()) this.told.set(device as DeviceId, told)
  }

  stop(): void {
    this.isStopped = true
    if (this.telling) clearTimeout(this.telling)
  }

  /** Follows a device from now on, and passes on to everybody what it wrote. */
  async add(device: DeviceId): Promise<void> {
    const log = await this.options.logs.add(device)
    // It may hold blocks of an earlier run that were not read then.
    this.options.follow(device)
    const { core } = await this.options.blobs.add(device)
    for (const { session } of this.sessions) {
      if (!isExchanged(session.access)) continue
      session.replicate(log.core)
      session.replicate(core)
    }
  }

  /** Each device takes fifty kilobytes of memory, and a member can make up as many as it likes. */
  mayFollow(device: DeviceId): boolean {
    const { logs, members } = this.options
    return logs.all().length < MAX_DEVICES || logs.get(device) !== undefined || members.everHad(device)
  }

  /** Exchanges everything with whoever has proven to belong. */
  welcome(session: SpaceSession, path: Path): void {
    this.inBackground(this.exchange({ session, path, asked: [], news: new Set() }))
  }

  /** Together with what else is to be told. */
  tellSoon(): void {
    if (this.isStopped) return
    this.telling ??= setTimeout(() => {
      this.telling = null
      for (const { session } of this.sessions) session.tell()
      this.emit('changed')
    }, TELL_EVERY)
  }

  /** What we hold, as others are told. */
  holdings(): Holdings {
    const { logs, blobs, members, own } = this.options
    return Object.fromEntries(
      logs
        .all()
        .filter(({ device }) => members.everHad(device) || device === own)
        .map((log) => [log.device, { blocks: log.held, files: blobs.heldBlocks(log.device) }]),
    )
  }

  isHere(device: DeviceId): boolean {
    return [...this.sessions].some(({ session }) => session.device === device)
  }

  /** What a device said it holds, now or when it was last met. */
  toldBy(device: DeviceId): Holdings {
    const live = [...this.sessions].find(({ session }) => session.device === device)
    return live ? this.toldIn(live.session) : (this.told.get(device) ?? {})
  }

  /** What was said before counts until something else is said of it: a line may fall before anything was. */
  private toldIn({ device, theirs }: SpaceSession): Holdings {
    const now = Object.fromEntries(theirs)
    const told = { ...this.told.get(device), ...now }
    // Whoever makes devices up, others at each meeting, would have us keep them all.
    return Object.keys(told).length > MAX_DEVICES ? now : told
  }

  /** Whether a device has the record that begins an epoch, as far as it told. */
  hasHeard(device: DeviceId, { author, index }: KnownEpoch): boolean {
    return device === author || (this.toldBy(device)[author]?.blocks ?? 0) > index
  }

  /** A device was told by us that it was removed. */
  noteTold(device: DeviceId): void {
    this.note(device, { isTold: true })
    this.emit('changed')
  }

  isTold(device: DeviceId): boolean {
    return this.met.get(device)?.isTold ?? false
  }

  /** Where members meet, as far as they told what they have heard. */
  topics(): Uint8Array[] {
    return this.options.epochs.topics(this.options.topic, this)
  }

  /** Asks everybody who is here for secrets without which something cannot be read. */
  askForEpochs(): void {
    for (const { session } of this.sessions) this.askForKeys(session)
  }

  /** Every device that we know of, ours among them. `places` are the names of theirs. */
  known(places: ReadonlyMap<DeviceId, string>): KnownDevice[] {
    const { own, logs, blobs, members } = this.options
    const belongs = (device: DeviceId) =>
      device === own || members.everHad(device) || members.standing(device) !== undefined || this.isHere(device)
    return logs.all().map((log) => {
      const live = [...this.sessions].filter(({ session }) => session.device === log.device)
      const told = live.filter(({ session }) => isExchanged(session.access)).map(({ session }) => session.theirs)
      const isRemoved = members.standing(log.device) === 'removed'
      return {
        device: log.device,
        place: places.get(log.device) ?? '',
        isFormer: members.isFormer(log.device),
        belongs: belongs(log.device),
        isRemoved,
        isRelay: members.standing(log.device) === 'relay',
        isLocked: this.options.isLocked(log.device),
        path: live[0]?.path ?? null,
        lastSeenAt: this.met.get(log.device)?.at ?? null,
        confirmed: this.met.get(log.device)?.confirmed ?? null,
        known: log.known,
        held: log.held,
        read: this.options.readTo(log.device),
        heldFiles: blobs.heldBlocks(log.device),
        knownFiles: blobs.knownBlocks(log.device),
        missingBytes: blobs.missingBytes(log.device),
        told: told[0],
        toldBefore: (isRemoved ? undefined : this.told.get(log.device)) ?? {},
      }
    })
  }

  private async exchange(live: LiveSession): Promise<void> {
    const { session } = live
    const { own, logs, blobs } = this.options
    this.sessions.add(live)
    this.meet(session.device)
    const hear = onceMore(() => this.hear(live))
    session.on('told', (holdings) => {
      for (const device of Object.keys(holdings) as DeviceId[]) live.news.add(device)
      this.inBackground(hear())
    })
    const answer = onceMore(() => this.answer(session))
    session.on('asked', () => this.inBackground(answer()))
    const giveKeys = onceMore(async () => {
      await session.taken()
      live.asked = session.askedKeys()
      this.giveKeys(live)
    })
    session.on('keysAsked', () => this.inBackground(giveKeys()))
    session.on('keysGiven', (secrets) => {
      for (const secret of secrets) this.options.epochs.take(secret)
    })
    session.on('shown', (roots) => this.inBackground(this.compare(roots)))
    session.on('closed', () => {
      this.meet(session.device)
      const told = this.toldIn(session)
      this.told.set(session.device, told)
      this.options.holdings.put(session.device, told).catch(() => undefined)
      this.sessions.delete(live)
      this.emit('changed')
    })
    await this.add(own)
    await this.add(session.device)
    if (session.access === 'heard') {
      const log = logs.get(session.device)
      if (log) session.replicate(log.core)
      return
    }
    for (const log of logs.all()) session.replicate(log.core)
    for (const core of blobs.cores()) session.replicate(core)
    this.askForKeys(session)
    this.direct(session)
    this.emit('changed')
  }

  /** Tells relays who belongs and where members meet, again when that changes. */
  directRelays(): void {
    for (const { session } of this.sessions) this.direct(session)
  }

  private direct(session: SpaceSession): void {
    if (session.access !== 'relay') return
    const { members, own } = this.options
    const mayDirect = members.standing(own) === 'administrator'
    session.direct({ topics: this.topics(), ...(mayDirect && { members: members.forRelays() }) })
  }

  private askForKeys(session: SpaceSession): void {
    const wanted = this.options.epochs.wanted()
    if (wanted.length > 0 && session.access === 'full') session.askForKeys(wanted)
  }

  private giveKeys({ session, asked }: LiveSession): void {
    if (session.access !== 'full') return
    const secrets = asked.flatMap((epoch) => this.options.epochs.secretOf(epoch) ?? [])
    if (secrets.length > 0) session.giveKeys(secrets)
  }

  private async hear({ session, news }: LiveSession): Promise<void> {
    const devices = [...news]
    news.clear()
    if (!isExchanged(session.access)) return
    this.meet(session.device)
    const { own, logs } = this.options
    if (devices.includes(own) && (session.theirs.get(own)?.blocks ?? 0) > logs.own.held) session.ask()
    for (const device of devices) if (this.mayFollow(device)) await this.add(device)
    this.emit('changed')
  }

  private async answer(session: SpaceSession): Promise<void> {
    const log = this.options.logs.get(session.device)
    await session.taken()
    const roots = log && (await signedRoots(log.core))
    if (roots) session.show(roots)
  }

  /** A member can say anything of our log; what we signed and have no more is what nobody else can have made up. */
  private async compare(roots: SignedRoots): Promise<void> {
    const { own } = this.options.logs
    if (roots.length > own.held && (await isSigned(own.core, roots))) this.emit('outdated')
  }

  /** Notes when we were last in touch, and how much of our log the other then had. */
  private meet(device: DeviceId): void {
    const live = [...this.sessions].find(({ session }) => session.device === device)
    const told = live?.session.theirs.get(this.options.own)?.blocks
    this.note(device, told === undefined ? {} : { confirmed: told })
  }

  private note(device: DeviceId, news: Partial<Encounter>): void {
    const met = { confirmed: null, ...this.met.get(device), ...news, at: this.options.now() }
    this.met.set(device, met)
    this.options.encounters.put(device, met).catch(() => undefined)
  }

  /** What others say is heard when it comes: also while a stop closes what it needs. */
  private inBackground(work: Promise<void>): void {
    work.catch((reason: unknown) => {
      if (!this.isStopped) this.emit('refused', reason)
    })
  }
}
