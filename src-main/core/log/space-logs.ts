import { EventEmitter } from 'node:events'
import { AppError } from '../../../src-shared/errors.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import type { JournalDraft } from '../lib/journal-draft.ts'
import { type Block, encodeBlock, readBlock, unpackBlock } from './block.ts'
import { DeviceLog } from './device-log.ts'
import type { DraftChange } from './journal.ts'
import type { LogStore } from './log-store.ts'
import { type BlockKeys, seal, unseal } from './sealing.ts'

/** The parts of a space's keys that its logs need. */
export interface LogKeys {
  space: SpaceId
  logNamespace: Uint8Array
  encryption: Uint8Array
  /** What was removed since cannot read. */
  epochs: BlockKeys
}

/** What is to be written: blocks for the end of our log, or one that is kept for later, or both. */
interface Append {
  blocks: Uint8Array[]
  /** A draft that is kept, in the place of the one of that name. */
  kept?: { name: string; block: Uint8Array }
  /** Drafts that the blocks stand for. */
  settled: string[]
  /** Drafts of keys before ours for which what is written stands. */
  left: JournalDraft[]
  saved(): void
  failed(reason: unknown): void
}

/** Wait before a refused write is tried again, in milliseconds. */
const RETRY_AFTER = 1_000

/**
 * All logs of one space: this device's, which `append` writes, and everybody else's, which grow by replication.
 * Emits `grew` with the device whose log has more blocks to read.
 */
export class SpaceLogs extends EventEmitter<{
  grew: [DeviceId]
  /** The store refuses what the journal has. */
  refused: [unknown]
}> {
  private readonly logs = new Map<DeviceId, DeviceLog>()
  private readonly opening = new Map<DeviceId, Promise<DeviceLog>>()
  private readonly queue: Append[] = []
  private draining: Promise<void> | null = null
  /** Blocks that the journal has and our log may still lack, by index and in order. */
  private readonly journaled = new Map<number, Uint8Array>()
  /** Blocks that the journal keeps for our log, by the name they are kept under. */
  private readonly drafts = new Map<string, Uint8Array>()
  private retry: NodeJS.Timeout | null = null
  /** The log is to be given what it refused before. */
  private isLogBehind = false
  private stopped = false
  private isReceiving = true
  /** Others hold more of our log than we do, or may: nothing more is written into it. */
  private hasEnded = false

  constructor(
    private readonly store: LogStore,
    private readonly keys: LogKeys,
  ) {
    super()
  }

  /** Opens our own log; it and the journal give each other what one of them has lost. */
  async start(): Promise<void> {
    const { core } = await this.add(this.store.device)
    const { journal } = this.store
    for await (const entry of journal.entries(this.journalName, core.length)) {
      if (entry.index === core.length) await core.append([entry.block])
    }
    await this.recallDrafts()
    for (const index of await this.missingInJournal()) {
      const block = await this.own.read(index)
      if (block) await journal.write([{ log: this.journalName, index, block }])
    }
  }

  /** What a process kept that was ended before it could give it to the log. */
  private async recallDrafts(): Promise<void> {
    const { journal } = this.store
    for await (const { log, name, block } of journal.wholeDrafts()) {
      if (log === this.journalName) this.drafts.set(name, block)
    }
    const recalled = [...this.drafts].map(([name, block], place) => ({
      name,
      block,
      index: this.own.core.length + place,
    }))
    if (recalled.length === 0) return
    const log = this.journalName
    const entries = recalled.map(({ index, block }) => ({ log, index, block }))
    await journal.write(
      entries,
      recalled.map(({ name, block }) => ({ log, name, block, is: 'settled' })),
    )
    await this.own.core.append(recalled.map(({ block }) => block))
    this.drafts.clear()
  }

  /** Looking for gaps reads the whole journal: only when there is a reason. */
  private async missingInJournal(): Promise<number[]> {
    const { journal } = this.store
    const { length } = this.own.core
    if (journal.hasGaps) return journal.gaps(this.journalName, length)
    const from = await journal.lengthOf(this.journalName)
    return Array.from({ length: Math.max(0, length - from) }, (_, offset) => from + offset)
  }

  /** The name of our log in the journal. */
  private get journalName(): string {
    return `${this.keys.space}.${this.store.device}`
  }

  get own(): DeviceLog {
    const log = this.logs.get(this.store.device)
    if (!log) throw new Error('the logs have not started')
    return log
  }

  get(device: DeviceId): DeviceLog | undefined {
    return this.logs.get(device)
  }

  all(): DeviceLog[] {
    return [...this.logs.values()]
  }

  /** Follows a device's log from now on. Adding twice changes nothing; what the disk refused is tried again the next time. */
  async add(device: DeviceId): Promise<DeviceLog> {
    const existing = this.logs.get(device) ?? this.opening.get(device)
    if (existing) return existing
    const opening = this.open(device).finally(() => this.opening.delete(device))
    this.opening.set(device, opening)
    return opening
  }

  private async open(device: DeviceId): Promise<DeviceLog> {
    const core = this.store.openCore(device, this.keys.logNamespace, this.keys.encryption)
    const isOwn = device === this.store.device
    const log = new DeviceLog(device, core, isOwn, isOwn ? this.journaled : undefined)
    log.on('grew', () => this.emit('grew', device))
    await log.start()
    log.setReceiving(this.isReceiving)
    this.logs.set(device, log)
    return log
  }

  /** Whether others' logs are downloaded. */
  setReceiving(isReceiving: boolean): void {
    this.isReceiving = isReceiving
    for (const log of this.logs.values()) log.setReceiving(isReceiving)
  }

  /**
   * Adds blocks to our own log, in the order of the calls, which stand for the drafts `settled`, and for those that keys
   * before ours `left`. Resolves when they are on disk, whatever happens next. Rejects when the disk refuses, or the log has
   * ended; the blocks are then not kept, the drafts are, and the caller decides whether to try again.
   */
  append(blocks: Block[], settled: string[] = [], left: JournalDraft[] = []): Promise<void> {
    return this.enqueue({ blocks: blocks.map((block) => this.sealed(block)), settled, left })
  }

  /**
   * Keeps a block that our log is to be given later, in the place of the one that was kept under that name, and of those
   * that keys before ours `left`. Resolves when it is on disk: should nobody append it, the next start does. Rejects as
   * `append` does.
   */
  keep(name: string, block: Block, left: JournalDraft[] = []): Promise<void> {
    return this.enqueue({ blocks: [], kept: { name, block: this.sealed(block) }, settled: [], left })
  }

  /** What keys before ours kept for their logs of this space, and did not give to them. */
  async leftDrafts(): Promise<JournalDraft[]> {
    const left: JournalDraft[] = []
    for await (const draft of this.store.journal.wholeDrafts()) {
      if (draft.log.startsWith(`${this.keys.space}.`) && draft.log !== this.journalName) left.push(draft)
    }
    return left
  }

  /** Takes away what a key before ours kept, unless it went with a block that stands for it. Rejects as `append` does. */
  async forget({ log, name }: JournalDraft): Promise<void> {
    const left = (await this.leftDrafts()).filter((draft) => draft.log === log && draft.name === name)
    // A refusal brings back what it was to take away: of what is gone there is nothing to ask for.
    if (left.length > 0) await this.enqueue({ blocks: [], settled: [], left })
  }

  /** How many blocks are kept for later. */
  get kept(): number {
    return this.drafts.size
  }

  isKept(name: string): boolean {
    return this.drafts.has(name)
  }

  /** The content of a block as a log holds it. @throws KeyMissing, AppError `too-large`, `unreadable`, `newer-version` */
  unpack(stored: Uint8Array): Uint8Array {
    return unpackBlock(unseal(stored, this.keys.epochs))
  }

  /** Reads a block as a log holds it. @throws as `unpack` */
  decode(stored: Uint8Array): Block {
    return readBlock(this.unpack(stored))
  }

  private sealed(block: Block): Uint8Array {
    return seal(encodeBlock(block), this.keys.epochs)
  }

  private enqueue(append: Omit<Append, 'saved' | 'failed'>): Promise<void> {
    return new Promise((saved, failed) => {
      this.queue.push({ ...append, saved, failed })
      this.startDraining()
    })
  }

  /** From now on our log takes nothing more: it would say at two places what others have already. */
  end(): void {
    this.hasEnded = true
  }

  async stop(): Promise<void> {
    this.stopped = true
    if (this.retry) clearTimeout(this.retry)
    await this.draining
    await Promise.allSettled(this.opening.values())
    await Promise.all(this.all().map((log) => log.stop()))
  }

  private startDraining(): void {
    this.draining ??= this.drain().finally(() => {
      this.draining = null
      // Whoever was told "saved" may have come back before this.
      if (this.queue.length > 0) this.startDraining()
    })
  }

  /** Takes everything that waits in one go, so that a hundred calls cost one sync of the disk. */
  private async drain(): Promise<void> {
    while (this.queue.length > 0 || this.isLogBehind) {
      if (this.isLogBehind) await this.fillLog()
      const appends = this.queue.splice(0)
      if (appends.length === 0) continue
      try {
        await this.writeJournal(appends)
      } catch (reason) {
        for (const append of appends) append.failed(reason)
        continue
      }
      await this.fillLog()
      for (const append of appends) append.saved()
    }
  }

  private async writeJournal(appends: Append[]): Promise<void> {
    if (this.hasEnded) throw new AppError('disconnected', 'this device goes on under a fresh key')
    if (!(await this.store.hasRoom())) throw new AppError('disk-full', 'the room that is left is kept free')
    const log = this.journalName
    const next = Math.max(this.own.core.length, this.own.held)
    const blocks = appends.flatMap((append) => append.blocks)
    const entries = blocks.map((block, offset) => ({ log, index: next + offset, block }))
    const drafts = new Map(this.drafts)
    const changes = appends.flatMap((append) => draftChanges(append, drafts)).map((change) => ({ log, ...change }))
    const left = appends.flatMap((append) => append.left).map((draft) => ({ ...draft, is: 'settled' as const }))
    await this.store.journal.write(entries, [...changes, ...left])
    for (const { index, block } of entries) this.journaled.set(index, block)
    this.drafts.clear()
    for (const [name, block] of drafts) this.drafts.set(name, block)
  }

  /** The journal has the blocks, so they are saved: a refusal here is only a delay for whoever reads our log. */
  private async fillLog(): Promise<void> {
    const { core } = this.own
    this.isLogBehind = false
    try {
      const from = core.length
      const blocks = [...this.journaled].filter(([index]) => index >= from).map(([, block]) => block)
      if (blocks.length > 0) await core.append(blocks)
      for (const index of this.journaled.keys()) if (index < core.length) this.journaled.delete(index)
    } catch (reason) {
      this.emit('refused', reason)
      this.retry ??= setTimeout(() => {
        this.retry = null
        this.isLogBehind = true
        this.startDraining()
      }, RETRY_AFTER)
    }
  }
}

/** What one of several that are written together does to `drafts`, which it changes. */
function draftChanges({ kept, settled }: Append, drafts: Map<string, Uint8Array>): Omit<DraftChange, 'log'>[] {
  const gone = settled.flatMap((name) => {
    const block = drafts.get(name)
    return block ? [{ name, block, is: 'settled' } as const] : []
  })
  for (const { name } of gone) drafts.delete(name)
  if (kept) drafts.set(kept.name, kept.block)
  return kept ? [...gone, { ...kept, is: 'kept' }] : gone
}
