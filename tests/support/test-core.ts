import { EventEmitter } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Core } from '../../src-main/core/core.ts'
import { documentHome } from '../../src-main/core/document-home.ts'
import { OpenDocuments } from '../../src-main/core/documents/open-documents.ts'
import { createHandlers } from '../../src-main/core/handlers.ts'
import type { InvitationTerms } from '../../src-main/core/invitations.ts'
import type { Wire } from '../../src-main/core/network/wire.ts'
import type { Space } from '../../src-main/core/space.ts'
import type { DocumentId, SpaceId } from '../../src-shared/ids.ts'
import type { SpaceStatus } from '../../src-shared/ipc/contract.ts'
import type { Handlers } from '../../src-shared/ipc/endpoint.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { Exchange, HeldWire, type KeyPair } from './held-wire.ts'
import { PATIENCE } from './patience.ts'

export type Name = 'alice' | 'bob' | 'carol' | 'dave' | 'erin' | `place${number}`
const named: readonly Name[] = ['alice', 'bob', 'carol', 'dave', 'erin']

/** As many names as there are devices. */
export function castOf(count: number): Name[] {
  return Array.from({ length: count }, (_, index): Name => named[index] ?? `place${index + 1}`)
}

/** Of more devices than these, a status each is too long to read. */
const FEW = 6

function inBrief({ peers, ...rest }: SpaceStatus) {
  return { ...rest, peers: peers.length, connected: peers.filter(({ connected }) => connected).length }
}

/** Whole cores in one process, on a network that the test holds in its hands. */
export class World {
  readonly exchange = new Exchange()
  readonly devices = new Map<Name, TestCore>()
  /** What every clock shows: later at each look, so that no two changes are made at once. */
  time = 1_800_000_000_000
  /** Longest wait for a stated condition, in milliseconds: past it the test fails and says what was missing. */
  deadline = PATIENCE
  /** How each meets the others. */
  wires: (name: Name, keyPair: KeyPair) => Wire[] = (name, keyPair) => [new HeldWire(this.exchange, name, keyPair)]
  /** What every folder takes for its home; its own marks when absent. */
  home: (() => Promise<string>) | undefined
  private readonly bell = new EventEmitter().setMaxListeners(0)

  private constructor(readonly folder: string) {}

  static async create(): Promise<World> {
    return new World(await mkdtemp(join(tmpdir(), 'maillage-world-')))
  }

  async start(...names: Name[]): Promise<TestCore[]> {
    return Promise.all(names.map((name) => this.startOne(name)))
  }

  async startOne(name: Name, bytesCheckedAtStart?: number): Promise<TestCore> {
    const device = new TestCore(this, name)
    device.bytesCheckedAtStart = bytesCheckedAtStart
    await device.start()
    this.devices.set(name, device)
    return device
  }

  /** Something happened: whoever waits looks again. */
  ring(): void {
    this.bell.emit('rang')
  }

  /** Waits until `condition` holds, looking again whenever something happened; `describe` says what is missing. */
  async until(condition: () => boolean | Promise<boolean>, describe: () => unknown): Promise<void> {
    let rang: () => void = () => undefined
    let isLate = false
    const listen = () => rang()
    this.bell.on('rang', listen)
    const deadline = setTimeout(() => {
      isLate = true
      rang()
    }, this.deadline)
    try {
      for (;;) {
        const next = new Promise<void>((resolve) => {
          rang = resolve
        })
        if (await condition()) return
        if (isLate) throw new Error(`still missing after ${this.deadline} ms: ${JSON.stringify(await describe())}`)
        await next
      }
    } finally {
      clearTimeout(deadline)
      this.bell.off('rang', listen)
    }
  }

  /** What `promise` gives, or an error that says what was waited for. */
  async within<Value>(promise: Promise<Value>, what: string): Promise<Value> {
    let deadline: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      deadline = setTimeout(() => reject(new Error(`after ${this.deadline} ms: ${what}`)), this.deadline)
    })
    return Promise.race([promise, late]).finally(() => clearTimeout(deadline))
  }

  /** Waits until everybody running in `space` is connected to everybody within reach, holds everything and was told so. */
  async settled(space: SpaceId): Promise<void> {
    const running = [...this.devices.values()].filter((device) => device.isRunning)
    const statuses = () => Promise.all(running.map((device) => device.status(space)))
    const neighbours = ({ name }: TestCore) =>
      running.filter((other) => other.name !== name && this.exchange.mayMeet(name, other.name)).length
    const isSettled = (status: SpaceStatus, index: number) => {
      const met = status.peers.filter(({ connected }) => connected).length
      const isMissing = running[index] === undefined || met < neighbours(running[index])
      // Whoever never meets somebody never hears what they hold.
      const mayWait = met < running.length - 1
      return status.complete && status.preparing === 0 && (mayWait || status.unsent === 0) && !isMissing
    }
    const held = () => new Set(running.map((device) => device.blocksHeld(space)))
    await this.until(
      async () => (await statuses()).every(isSettled) && held().size === 1,
      async () => {
        const behind = (await statuses()).filter((one, index) => !isSettled(one, index))
        return { held: [...held()], behind: running.length > FEW ? behind.map(inBrief) : behind }
      },
    )
  }

  /** Stops everybody and forgets their folders. */
  async end(): Promise<void> {
    for (const device of this.devices.values()) {
      await device.healed().catch(() => undefined)
      await device.stop()
    }
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** One device: a core, and the commands that its window would call. */
export class TestCore {
  readonly folder: string
  /** Lines of the process's log: refused blocks among them. */
  readonly lines: string[] = []
  /** How far its clock is off, in milliseconds. */
  skew = 0
  /** It must be started again. */
  isSpent = false
  /** As of `CoreOptions`. */
  bytesCheckedAtStart: number | undefined
  application: string | undefined
  private healing: Promise<void> = Promise.resolve()
  private running: { core: Core; open: OpenDocuments; call: Handlers } | null = null

  constructor(
    private readonly world: World,
    readonly name: Name,
  ) {
    this.folder = join(world.folder, name)
  }

  get core(): Core {
    return this.parts.core
  }

  /** What its windows have open. */
  get openDocuments(): OpenDocuments {
    return this.parts.open
  }

  get call(): Handlers {
    return this.parts.call
  }

  get isRunning(): boolean {
    return this.running !== null
  }

  async start(): Promise<void> {
    this.isSpent = false
    const core = await Core.start({
      folder: this.folder,
      wires: (keyPair) => this.world.wires(this.name, keyPair),
      now: () => ++this.world.time + this.skew,
      ...(this.world.home && { home: this.world.home }),
      log: (line) => {
        this.lines.push(line)
        this.world.ring()
      },
      ...(this.application !== undefined && { application: this.application }),
      ...(this.bytesCheckedAtStart !== undefined && { bytesCheckedAtStart: this.bytesCheckedAtStart }),
    })
    // As its shell would: what is damaged and in use is healed by starting again.
    core.once('damaged', () => {
      this.healing = this.restart()
    })
    const open = new OpenDocuments(() => core.now())
    core.publishKept = () => open.publishAll()
    this.running = { core, open, call: createHandlers(core, open, 1) }
    core.on('opened', (space) => this.watch(space))
    core.on('spent', () => this.world.ring())
    core.once('spent', () => {
      this.isSpent = true
    })
    for (const space of core.openSpaces()) this.watch(space)
    this.world.ring()
  }

  /** Resolves once no restart is under way. */
  async healed(): Promise<void> {
    let seen: Promise<void> | undefined
    while (seen !== this.healing) {
      seen = this.healing
      await seen
    }
  }

  async stop(): Promise<void> {
    const { running } = this
    this.running = null
    await running?.open.stop()
    await running?.core.stop()
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  space(id: SpaceId): Space {
    return this.core.space(id)
  }

  /** Changes a document as one of this device's commands does; `edit` sees it as it is now. */
  edit(id: SpaceId, document: DocumentId, edit: (document: Fields) => void): Promise<void> {
    return this.parts.open.edit(documentHome(this.space(id)), document, edit)
  }

  /** Blocks of all logs, without a gap from the first of each. */
  blocksHeld(id: SpaceId): number {
    return this.space(id)
      .logs.all()
      .reduce((sum, { held }) => sum + held, 0)
  }

  status(space: SpaceId): Promise<SpaceStatus> {
    return this.call['space.status']({ space })
  }

  /** A link that lets in whoever has it, as an administrator unless told otherwise. */
  async invite(space: SpaceId, terms: Partial<InvitationTerms> = {}): Promise<string> {
    const forAll = { role: 'administrator', isReusable: true, needsApproval: false, days: 7 } as const
    return (await this.core.invitations.create(space, { ...forAll, ...terms })).link
  }

  /** Enters the space of `link` under a place named after this device. */
  async join(link: string): Promise<void> {
    const place = { name: `place of ${this.name}`, commune: 'Die' }
    await this.world.within(this.call['invitation.join']({ link, place }), `${this.name} was to join`)
  }

  private get parts() {
    if (!this.running) throw new Error(`${this.name} is not running`)
    return this.running
  }

  private watch(space: Space): void {
    const ring = () => this.world.ring()
    space.on('arrived', (document, changes) => this.running?.open.apply(space.id, document, changes))
    for (const event of ['listed', 'arrived', 'blobArrived', 'statusChanged', 'invited', 'membersChanged'] as const)
      space.on(event, ring)
  }
}

/** Runs `story` in a world of its own, and leaves nothing behind. */
export async function inWorld<Told>(story: (world: World) => Promise<Told>): Promise<Told> {
  const world = await World.create()
  try {
    return await story(world)
  } finally {
    await world.end()
  }
}
