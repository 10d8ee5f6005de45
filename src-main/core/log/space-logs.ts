import { EventEmitter } from 'node:events'
import { AppError } from '../../../src-shared/errors.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { type Block, encodeBlock } from './block.ts'
import { DeviceLog } from './device-log.ts'
import type { JournalEntry } from './journal.ts'
import type { LogStore } from './log-store.ts'

/** The parts of a space's keys that its logs need. */
export interface LogKeys {
  space: SpaceId
  logNamespace: Uint8Array
  encryption: Uint8Array
}

interface Append {
  blocks: Uint8Array[]
  saved(): void
  failed(reason: unknown): void
}

/** Wait before a refused write is tried again, in milliseconds. */
const RETRY_AFTER = 1_000

/**
 * All logs of one space: this device's, which `append` writes, and everybody else's, which grow by replication.
 * Emits `grew` with the device whose log has more blocks to read.
 */
export class SpaceLogs extends EventEmitter<{ grew: [DeviceId] }> {
  private readonly logs = new Map<DeviceId, DeviceLog>()
  private readonly queue: Append[] = []
  private draining: Promise<void> | null = null
  private stopped = false
  private isReceiving = true

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
    for await (const entry of journal.entries(this.keys.space, core.length)) {
      if (entry.index === core.length) await core.append([entry.block])
    }
    for (const index of await this.missingInJournal()) {
      const block = await this.own.read(index)
      if (block) await journal.write([{ log: this.keys.space, index, block }])
    }
  }

  /** Looking for gaps reads the whole journal: only when there is a reason. */
  private async missingInJournal(): Promise<number[]> {
    const { journal } = this.store
    const { length } = this.own.core
    if (journal.hasGaps) return journal.gaps(this.keys.space, length)
    const from = await journal.lengthOf(this.keys.space)
    return Array.from({ length: Math.max(0, length - from) }, (_, offset) => from + offset)
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

  /** Follows a device's log from now on. Adding twice changes nothing. */
  async add(device: DeviceId): Promise<DeviceLog> {
    const existing = this.logs.get(device)
    if (existing) return existing
    const core = this.store.openCore(device, this.keys.logNamespace, this.keys.encryption)
    const log = new DeviceLog(device, core, device === this.store.device)
    this.logs.set(device, log)
    log.on('grew', () => this.emit('grew', device))
    await log.start()
    log.setReceiving(this.isReceiving)
    return log
  }

  /** Whether others' logs are downloaded. */
  setReceiving(isReceiving: boolean): void {
    this.isReceiving = isReceiving
    for (const log of this.logs.values()) log.setReceiving(isReceiving)
  }

  /**
   * Adds blocks to our own log, in the order of the calls. Resolves when they are on disk, whatever happens next.
   * Rejects when the disk refuses; the blocks are then not kept, and the caller decides whether to try again.
   */
  append(blocks: Block[]): Promise<void> {
    const encoded = blocks.map(encodeBlock)
    return new Promise((saved, failed) => {
      this.queue.push({ blocks: encoded, saved, failed })
      this.draining ??= this.drain().finally(() => {
        this.draining = null
      })
    })
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.draining
    await Promise.all(this.all().map((log) => log.stop()))
  }

  /** Takes everything that waits in one go, so that a hundred calls cost one sync of the disk. */
  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const appends = this.queue.splice(0)
      if (!(await this.store.hasRoom())) {
        for (const append of appends) append.failed(new AppError('disk-full', 'the room that is left is kept free'))
        continue
      }
      const blocks = appends.flatMap((append) => append.blocks)
      const from = this.own.core.length
      const entries = blocks.map((block, offset) => ({ log: this.keys.space, index: from + offset, block }))
      try {
        await this.store.journal.write(entries)
      } catch (reason) {
        for (const append of appends) append.failed(reason)
        continue
      }
      await this.appendJournaled(entries)
      for (const append of appends) append.saved()
    }
  }

  /** The journal has the blocks, so they are safe: a refusal here is only a delay. */
  private async appendJournaled(entries: JournalEntry[]): Promise<void> {
    const blocks = entries.map((entry) => entry.block)
    const end = (entries.at(-1)?.index ?? -1) + 1
    while (this.own.core.length < end) {
      try {
        await this.own.core.append(blocks.slice(this.own.core.length - end + blocks.length))
      } catch {
        if (this.stopped) return
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER))
      }
    }
  }
}
