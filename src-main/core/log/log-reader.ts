import { AppError, isCorruption, toAppError } from '../../../src-shared/errors.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { type Block, readBlock } from './block.ts'
import type { DeviceLog } from './device-log.ts'
import { KeyMissing } from './sealing.ts'
import type { SpaceLogs } from './space-logs.ts'

/** Blocks read before what they say is written down and others get a turn. */
const BLOCKS_PER_TURN = 256

/** Bytes after which a turn ends early: large blocks are not held together. */
const BYTES_PER_TURN = 4 * 1024 * 1024

/** Blocks fetched at once from the store. */
const BLOCKS_AT_ONCE = 16

/** Wait before what could not be written down is read again, in milliseconds. */
const RETRY_AFTER = 1_000

/** A log that has not grown for so long is not on its way, in milliseconds. */
const QUIET_AFTER = 1_000

/** One block of a log, understood. */
export interface ReadBlock {
  device: DeviceId
  index: number
  block: Block
  /** Bytes it was read from, which is roughly what it weighs in memory. */
  size: number
}

export interface LogReaderOptions {
  space: SpaceId
  logs: SpaceLogs
  /** Where each log was read to, last time. */
  position(device: DeviceId): Promise<number>
  /** A device may be read beyond its first block. */
  belongs(device: DeviceId): boolean
  /** The first block of a log whose device does not belong yet: it may say why it does. */
  introduce(read: ReadBlock): void
  /** Writes down what the blocks say and that the log was read up to `position`, together or not at all. */
  consume(device: DeviceId, blocks: ReadBlock[], position: number): Promise<void>
  /** A block that nobody can use: damaged, not ours, or from a newer Maillage. The log goes on behind it. */
  refuse(device: DeviceId, index: number, reason: unknown): void
  /** A log is read on once the key of this epoch has come. */
  wait(epoch: string): void
}

/** Reads every log of a space in its own order, from where it stopped, each block once. */
export class LogReader {
  private readonly positions = new Map<DeviceId, number>()
  private readonly reading = new Map<DeviceId, Promise<void>>()
  private readonly again = new Set<DeviceId>()
  private readonly retries = new Map<DeviceId, NodeJS.Timeout>()
  /** Logs whose next block is under a key that is not here, and the epoch of that. */
  private readonly locked = new Map<DeviceId, string>()
  private grewAt = Number.NEGATIVE_INFINITY
  private stopped = false

  constructor(private readonly options: LogReaderOptions) {
    options.logs.on('grew', (device) => {
      this.grewAt = performance.now()
      this.follow(device)
    })
  }

  position(device: DeviceId): number {
    return this.positions.get(device) ?? 0
  }

  /** Reads what `device`'s log holds now, or once the disk allows it. */
  follow(device: DeviceId): void {
    this.read(device).catch((reason) => this.options.refuse(device, this.position(device), reason))
  }

  /**
   * Reads what `device`'s log holds now; resolves when that has been written down. When it rejects, it is tried again
   * all the same.
   */
  read(device: DeviceId): Promise<void> {
    const underway = this.reading.get(device)
    if (underway) {
      this.again.add(device)
      return underway
    }
    const started = this.readToEnd(device)
    this.reading.set(device, started)
    return started
  }

  /** Reads on what waited for a key. */
  followLocked(): void {
    for (const device of [...this.locked.keys()]) this.follow(device)
  }

  isLocked(device: DeviceId): boolean {
    return this.locked.has(device)
  }

  /** Epochs whose keys logs wait for, as these logs say. */
  awaitedEpochs(): Set<string> {
    return new Set(this.locked.values())
  }

  /** More than a turn's worth of some log is still to be read, and it is arriving or here. */
  isFarBehind(): boolean {
    const isArriving = performance.now() - this.grewAt < QUIET_AFTER
    return this.options.logs.all().some((log) => {
      const end = isArriving ? log.known : log.held
      return this.options.belongs(log.device) && end - this.position(log.device) > BLOCKS_PER_TURN
    })
  }

  /** Something that logs say has been announced, and comes. */
  isArriving(): boolean {
    const isComing = performance.now() - this.grewAt < QUIET_AFTER
    return isComing && this.options.logs.all().some((log) => log.known > log.held && this.options.belongs(log.device))
  }

  async readAll(): Promise<void> {
    await Promise.all(this.options.logs.all().map((log) => this.read(log.device)))
  }

  async stop(): Promise<void> {
    this.stopped = true
    for (const retry of this.retries.values()) clearTimeout(retry)
    await Promise.allSettled(this.reading.values())
  }

  /** Ends in the same turn in which it looked a last time: whoever asks afterwards starts anew. */
  private async readToEnd(device: DeviceId): Promise<void> {
    try {
      await this.recallPosition(device)
      do {
        this.again.delete(device)
        await this.readOnce(device)
      } while (this.again.has(device))
    } catch (refused) {
      this.retrySoon(device)
      throw refused
    } finally {
      this.reading.delete(device)
    }
  }

  private retrySoon(device: DeviceId): void {
    if (this.stopped || this.retries.has(device)) return
    const retry = () => {
      this.retries.delete(device)
      this.follow(device)
    }
    this.retries.set(device, setTimeout(retry, RETRY_AFTER))
  }

  private async recallPosition(device: DeviceId): Promise<void> {
    const log = this.options.logs.get(device)
    if (!log || this.positions.has(device)) return
    this.positions.set(device, Math.min(await this.options.position(device), log.held))
  }

  private async readOnce(device: DeviceId): Promise<void> {
    const log = this.options.logs.get(device)
    while (log && !this.stopped && this.position(device) < log.held) {
      if (!(await this.isReadable(log)) || !(await this.takeTurn(log))) return
    }
  }

  private async isReadable(log: DeviceLog): Promise<boolean> {
    if (this.options.belongs(log.device)) return true
    const first = await this.decodeUnlessLocked(log, 0)
    if (first instanceof KeyMissing) this.lock(log, first)
    else if (first) this.options.introduce(first)
    return this.options.belongs(log.device)
  }

  private async takeTurn(log: DeviceLog): Promise<boolean> {
    const from = this.position(log.device)
    const end = Math.min(from + BLOCKS_PER_TURN, log.held)
    const read: ReadBlock[] = []
    let next = from
    let missing: KeyMissing | undefined
    for (let bytes = 0; next < end && bytes < BYTES_PER_TURN && !missing; ) {
      const count = Math.min(BLOCKS_AT_ONCE, end - next)
      const blocks = await Promise.all(
        Array.from({ length: count }, (_, offset) => this.decodeUnlessLocked(log, next + offset)),
      )
      for (const block of blocks) {
        if (block instanceof KeyMissing) {
          missing = block
          break
        }
        next++
        if (!block) continue
        read.push(block)
        bytes += block.size
      }
    }
    if (this.stopped) return false
    if (next > from) {
      await this.options.consume(log.device, read, next)
      this.positions.set(log.device, next)
    }
    if (missing) this.lock(log, missing)
    else this.locked.delete(log.device)
    return missing === undefined
  }

  /** Asked for last: it may come at once. */
  private lock(log: DeviceLog, { epoch }: KeyMissing): void {
    this.locked.set(log.device, epoch)
    this.options.wait(epoch)
  }

  private async decodeUnlessLocked(log: DeviceLog, index: number): Promise<ReadBlock | KeyMissing | undefined> {
    try {
      return await this.decode(log, index)
    } catch (thrown) {
      if (thrown instanceof KeyMissing) return thrown
      throw thrown
    }
  }

  /** Undefined for a block to be passed over. Rejects when the disk refuses to give it, or its key is missing: another time it may. */
  private async decode(log: DeviceLog, index: number): Promise<ReadBlock | undefined> {
    const { device } = log
    try {
      const packed = await log.read(index)
      const content = packed && this.options.logs.unpack(packed)
      if (content) return { device, index, block: readBlock(content), size: content.length }
      // What the store says it has, and has not: others' blocks are fetched again, ours stand in the journal.
      if (log.isOwn) throw new Error(`Corruption: block ${index} of our own log is gone`)
      await log.askAgain(index)
    } catch (reason) {
      if (
        reason instanceof KeyMissing ||
        isCorruption(reason) ||
        ['disk-failed', 'disk-full'].includes(toAppError(reason).code)
      )
        throw reason
      this.options.refuse(device, index, reason)
      return undefined
    }
    throw new AppError('disk-failed', `block ${index} of ${device} is gone`)
  }
}
