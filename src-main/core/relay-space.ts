import b4a from 'b4a'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import { FILE_REQUESTS } from './blobs/space-blobs.ts'
import type { Descent } from './lib/descent.ts'
import { PacedWork } from './lib/paced-work.ts'
import { stopEach } from './lib/stop-each.ts'
import { DeviceLog } from './log/device-log.ts'
import type { LogStore } from './log/log-store.ts'
import { forebears, formers, leadsTo } from './membership/descent.ts'
import { LinePlaces } from './membership/line-places.ts'
import type { RelayedSpace } from './membership/relay-keyring.ts'
import type { Directions } from './network/directions.ts'
import { type Holdings, MAX_DEVICES } from './network/holdings.ts'
import type { NetworkSpace } from './network/network.ts'
import type { Access, SpaceSession } from './network/space-session.ts'
import { RelayTopics } from './relay-topics.ts'

export interface RelaySpaceOptions {
  known: RelayedSpace
  store: LogStore
  /** Keeps what is known of the space for the next start. */
  remember(known: RelayedSpace): Promise<void>
  /** Members meet elsewhere. */
  onTopics(): void
  /** Somebody gets something else than before. */
  onAccess(): void
  onRefused(reason: unknown): void
}

/** What one device wrote, as it is encrypted. */
interface Stored {
  log: DeviceLog
  files: DeviceLog
}

/** How often at most we tell what we hold, in milliseconds. */
const TELL_EVERY = 250

/** How often at most it is written down, and heeded, what members say, in milliseconds. */
const HEED_EVERY = 5_000

/** Devices that showed how they come from the founder, and are remembered for it. */
const MAX_SHOWN = 1_000

/**
 * A space that is stored and passed on by whoever cannot read it: no key of blocks is here, so members say what else has to
 * be known. Whoever comes from the founder, or belongs as an administrator said, gets everything, unless one said that it
 * was removed.
 */
export class RelaySpace {
  private known: RelayedSpace
  private readonly stored = new Map<DeviceId, Stored>()
  private readonly opening = new Map<DeviceId, Promise<void>>()
  private readonly sessions = new Set<SpaceSession>()
  private readonly topics: RelayTopics
  /** Of the devices whose logs are stored. */
  private readonly places: LinePlaces
  private readonly remembering: PacedWork
  private readonly rejoining: PacedWork
  /** How those come from the founder who showed it. */
  private readonly shown = new Map<DeviceId, Descent>()
  private telling: NodeJS.Timeout | null = null
  private isReceiving = true
  private isStopped = false

  constructor(private readonly options: RelaySpaceOptions) {
    const { known } = options
    this.known = known
    this.topics = new RelayTopics(known)
    this.places = new LinePlaces(
      MAX_DEVICES,
      known.devices.map((device) => [device, known.lines[device] ?? []]),
    )
    const refuse = (reason: unknown) => this.refuse(reason)
    this.remembering = new PacedWork(() => this.remember(), HEED_EVERY, refuse)
    this.rejoining = new PacedWork(async () => options.onTopics(), HEED_EVERY, refuse)
  }

  get id(): SpaceId {
    return this.known.space
  }

  get name(): string {
    return this.known.name
  }

  async start(): Promise<void> {
    for (const device of this.known.devices) await this.add(device)
  }

  /** How many members are connected. */
  get connected(): number {
    return new Set([...this.sessions].map(({ device }) => device)).size
  }

  holdings(): Holdings {
    return Object.fromEntries(
      [...this.stored].map(([device, { log, files }]) => [device, { blocks: log.held, files: files.held }]),
    )
  }

  networkSpace(): NetworkSpace {
    const bytes = (key: string) => b4a.from(key, 'hex')
    return {
      topic: bytes(this.known.topic),
      topics: () => [this.known.topic, ...this.topics.all()].map(bytes),
      proof: bytes(this.known.proof),
      holdings: () => this.holdings(),
      access: (device) => this.access(device),
      descent: this.known.descent,
      admits: (device, descent) => this.admits(device, descent),
      onSession: (session) => this.welcome(session),
      onDismissing: () => undefined,
      onDismissed: () => undefined,
    }
  }

  /** Without room on the disk nothing more is received; what is here is still passed on. */
  setReceiving(isReceiving: boolean): void {
    this.isReceiving = isReceiving
    for (const { log, files } of this.stored.values()) {
      log.setReceiving(isReceiving)
      files.setReceiving(isReceiving)
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true
    if (this.telling) clearTimeout(this.telling)
    for (const session of this.sessions) session.close()
    await Promise.allSettled(this.opening.values())
    await Promise.all([this.remembering.finish(), this.rejoining.finish()])
    await stopEach([...this.stored.values()].flatMap(({ log, files }) => [() => log.stop(), () => files.stop()]))
  }

  private access(device: DeviceId): Access {
    const { removed } = this.known
    if (removed.includes(device)) return 'none'
    const line = this.shown.get(device)
    // Of a member too it has to be known by whom it came: there is only so much room behind each.
    if (this.isMember(device)) return line || this.places.has(device) ? 'full' : 'unknown'
    return line && !this.isOut(line) ? 'full' : 'unknown'
  }

  /** By whomever it came: its host may have been removed after. */
  private isMember(device: DeviceId): boolean {
    return this.known.members.includes(device)
  }

  private isOut(line: Descent): boolean {
    return forebears(line).some((host) => this.known.removed.includes(host))
  }

  /** From the founder to who let it in, as it showed, or as was known before the start. */
  private hostsOf(device: DeviceId): DeviceId[] {
    const line = this.shown.get(device)
    return line ? forebears(line) : (this.places.lineOf(device) ?? [])
  }

  private admits(device: DeviceId, descent: Descent): Access | undefined {
    if ((this.isOut(descent) && !this.isMember(device)) || !leadsTo(descent, this.id, device)) return undefined
    if (this.shown.size >= MAX_SHOWN) this.forgetAbsent()
    this.shown.set(device, descent)
    return this.access(device)
  }

  /** They show it again when they come. */
  private forgetAbsent(): void {
    for (const device of this.shown.keys()) if (!this.isHere(device)) this.shown.delete(device)
  }

  private isHere(device: DeviceId): boolean {
    return [...this.sessions].some((session) => session.device === device)
  }

  private welcome(session: SpaceSession): void {
    const { device } = session
    this.sessions.add(session)
    session.on('closed', () => this.sessions.delete(session))
    const hosts = this.hostsOf(device)
    // Of whom it speaks came by it, as far as we know.
    session.on('told', (holdings) =>
      this.inBackground(this.store(Object.keys(holdings) as DeviceId[], [...hosts, device])),
    )
    session.on('directed', (directions) => this.inBackground(this.follow(device, hosts, directions)))
    if (this.places.has(device)) this.places.take(device, hosts)
    this.inBackground(this.store([device], hosts))
    for (const { log, files } of this.stored.values()) {
      session.replicate(log.core)
      session.replicate(files.core)
    }
  }

  /** Stores what devices write from now on that came by `hosts`, as many as there is room for. */
  private async store(devices: DeviceId[], hosts: DeviceId[]): Promise<void> {
    const unknown = devices.filter((device) => !this.places.has(device)).slice(0, this.places.room(hosts))
    if (unknown.length === 0) return
    for (const device of unknown) this.places.take(device, hosts)
    for (const device of unknown) await this.add(device)
    this.remembering.ask()
  }

  /** What a member says of what is written in the logs. Who belongs is only heard from those who decide it. */
  private async follow(by: DeviceId, hosts: DeviceId[], { topics, members }: Directions): Promise<void> {
    const places = topics.map((topic) => b4a.toString(topic, 'hex')).filter((topic) => topic !== this.known.topic)
    const mayDirect = this.isAdministrator(by)
    const isNew = mayDirect
      ? this.topics.say(places)
      : this.topics.tell(by, hosts, places, (device) => !this.isHere(device))
    if (isNew) {
      this.remembering.ask()
      this.rejoining.ask()
    }
    if (!members || !mayDirect) return
    // Whoever was removed stays so.
    const removed = [...new Set([...this.known.removed, ...members.removed])].slice(0, MAX_DEVICES)
    const administrators = members.administrators.filter((device) => !removed.includes(device))
    const before = this.known
    // Who has not heard of a removal may take for a member whom the removed one let in since.
    const isUpToDate = before.removed.every((device) => members.removed.includes(device))
    const stayers = (isUpToDate && members.stayers ? members.stayers : before.members).filter(
      (device) => !removed.includes(device),
    )
    const isOfStayersAlone = removed.length === before.removed.length && sameSet(administrators, before.administrators)
    if (isOfStayersAlone && sameSet(stayers, before.members)) return
    this.known = { ...before, removed, administrators, members: stayers }
    // Not later: whoever was removed would be given something after a power cut. Who belongs is said again.
    if (isOfStayersAlone) this.remembering.ask()
    else await this.remember()
    this.options.onAccess()
  }

  /** One whose folder was copied or restored goes on under another key, and is who it was. */
  private isAdministrator(device: DeviceId): boolean {
    const line = this.shown.get(device)
    return [device, ...(line ? formers(line) : [])].some((one) => this.known.administrators.includes(one))
  }

  private async remember(): Promise<void> {
    const lines = this.places.entries()
    const devices = lines.map(([device]) => device)
    this.known = { ...this.known, ...this.topics.known(), devices, lines: Object.fromEntries(lines) }
    await this.options.remember(this.known)
  }

  /** Stores what a device writes from now on. Adding twice changes nothing. */
  private async add(device: DeviceId): Promise<void> {
    if (this.stored.has(device) || this.isStopped) return
    const underway = this.opening.get(device)
    if (underway) return underway
    const opening = this.open(device).finally(() => this.opening.delete(device))
    this.opening.set(device, opening)
    await opening
  }

  private async open(device: DeviceId): Promise<void> {
    const { store } = this.options
    const { logNamespace, blobNamespace } = this.known
    const core = (namespace: string) => store.openCore(device, b4a.from(namespace, 'hex'))
    const stored = {
      log: new DeviceLog(device, core(logNamespace), false),
      files: new DeviceLog(device, core(blobNamespace), false, undefined, FILE_REQUESTS),
    }
    for (const each of [stored.log, stored.files]) {
      each.on('grew', () => this.tellSoon())
      await each.start()
      each.setReceiving(this.isReceiving)
    }
    this.stored.set(device, stored)
    for (const session of this.sessions) {
      session.replicate(stored.log.core)
      session.replicate(stored.files.core)
    }
    this.tellSoon()
  }

  private tellSoon(): void {
    if (this.isStopped) return
    this.telling ??= setTimeout(() => {
      this.telling = null
      for (const session of this.sessions) session.tell()
    }, TELL_EVERY)
  }

  private inBackground(work: Promise<void>): void {
    work.catch((reason: unknown) => this.refuse(reason))
  }

  private refuse(reason: unknown): void {
    if (!this.isStopped) this.options.onRefused(reason)
  }
}

function sameSet(one: DeviceId[], other: DeviceId[]): boolean {
  const those = new Set(other)
  return one.length === other.length && one.every((device) => those.has(device))
}
