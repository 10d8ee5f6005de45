import b4a from 'b4a'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'
import { FILE_REQUESTS } from './blobs/space-blobs.ts'
import type { Descent } from './lib/descent.ts'
import { stopEach } from './lib/stop-each.ts'
import { DeviceLog } from './log/device-log.ts'
import type { LogStore } from './log/log-store.ts'
import { forebears, formers, leadsTo } from './membership/descent.ts'
import type { RelayedSpace } from './membership/relay-keyring.ts'
import type { Directions } from './network/directions.ts'
import { type Holdings, MAX_DEVICES } from './network/holdings.ts'
import type { NetworkSpace } from './network/network.ts'
import type { Access, SpaceSession } from './network/space-session.ts'

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

/** Meeting places that are remembered, beside the first. */
const MAX_TOPICS = 16

/** Devices that showed how they come from the founder, and are remembered for it. */
const MAX_SHOWN = 1_000

/**
 * A space that is stored and passed on by whoever cannot read it: no key of blocks is here, so members say what else has to
 * be known. Whoever comes from the founder gets everything, unless an administrator said that it was removed.
 */
export class RelaySpace {
  private known: RelayedSpace
  private readonly stored = new Map<DeviceId, Stored>()
  private readonly opening = new Map<DeviceId, Promise<void>>()
  private readonly sessions = new Set<SpaceSession>()
  /** How those come from the founder who showed it. */
  private readonly shown = new Map<DeviceId, Descent>()
  private telling: NodeJS.Timeout | null = null
  private isReceiving = true
  private isStopped = false

  constructor(private readonly options: RelaySpaceOptions) {
    this.known = options.known
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
      topics: () => [this.known.topic, ...this.known.topics].map(bytes),
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
    await stopEach([...this.stored.values()].flatMap(({ log, files }) => [() => log.stop(), () => files.stop()]))
  }

  private access(device: DeviceId): Access {
    const { removed } = this.known
    if (removed.includes(device)) return 'none'
    const line = this.shown.get(device)
    return line && !forebears(line).some((host) => removed.includes(host)) ? 'full' : 'unknown'
  }

  private admits(device: DeviceId, descent: Descent): Access | undefined {
    const isOut = forebears(descent).some((host) => this.known.removed.includes(host))
    if (isOut || !leadsTo(descent, this.id, device)) return undefined
    if (this.shown.size >= MAX_SHOWN) this.forgetAbsent()
    this.shown.set(device, descent)
    return this.access(device)
  }

  /** They show it again when they come. */
  private forgetAbsent(): void {
    const present = new Set([...this.sessions].map(({ device }) => device))
    for (const device of this.shown.keys()) if (!present.has(device)) this.shown.delete(device)
  }

  private welcome(session: SpaceSession): void {
    this.sessions.add(session)
    session.on('closed', () => this.sessions.delete(session))
    session.on('told', (holdings) => this.inBackground(this.hear(holdings)))
    // Whoever comes itself is stored, however many it may speak of.
    this.inBackground(this.hear({ [session.device]: { blocks: 0, files: 0 } }, true))
    session.on('directed', (directions) => this.inBackground(this.follow(session.device, directions)))
    for (const { log, files } of this.stored.values()) {
      session.replicate(log.core)
      session.replicate(files.core)
    }
  }

  private async hear(holdings: Holdings, isProven = false): Promise<void> {
    const before = this.stored.size
    for (const device of Object.keys(holdings) as DeviceId[]) {
      if (isProven || this.stored.size < MAX_DEVICES) await this.add(device)
    }
    if (this.stored.size > before) await this.change({ devices: [...this.stored.keys()] })
  }

  /** What a member says of what is written in the logs. Who belongs is only heard from those who decide it. */
  private async follow(by: DeviceId, { topics, members }: Directions): Promise<void> {
    const told = topics.map((topic) => b4a.toString(topic, 'hex')).filter((topic) => topic !== this.known.topic)
    const places = [...new Set([...told, ...this.known.topics])].slice(0, MAX_TOPICS)
    if (places.some((topic) => !this.known.topics.includes(topic))) {
      await this.change({ topics: places })
      this.options.onTopics()
    }
    if (!members || !this.isAdministrator(by)) return
    // Whoever was removed stays so.
    const removed = [...new Set([...this.known.removed, ...members.removed])].slice(0, MAX_DEVICES)
    const administrators = members.administrators.filter((device) => !removed.includes(device))
    const isSame = removed.length === this.known.removed.length && sameSet(administrators, this.known.administrators)
    if (isSame) return
    await this.change({ removed, administrators })
    this.options.onAccess()
  }

  /** One whose folder was copied or restored goes on under another key, and is who it was. */
  private isAdministrator(device: DeviceId): boolean {
    const line = this.shown.get(device)
    return [device, ...(line ? formers(line) : [])].some((one) => this.known.administrators.includes(one))
  }

  private async change(changes: Partial<RelayedSpace>): Promise<void> {
    this.known = { ...this.known, ...changes }
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
    work.catch((reason: unknown) => {
      if (!this.isStopped) this.options.onRefused(reason)
    })
  }
}

function sameSet(one: DeviceId[], other: DeviceId[]): boolean {
  return one.length === other.length && one.every((device) => other.includes(device))
}
