import { EventEmitter } from 'node:events'
import type Hypercore from 'hypercore'
import type { Download } from 'hypercore'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { type RequestLimits, RequestPace } from '../lib/request-pace.ts'
import { pushGrowth } from './push-growth.ts'
import { takePushed } from './take-pushed.ts'

/** Hypercore's 16 leave both ends of a quick line waiting. */
const REQUESTS = { first: 16, least: 4, most: 512, quick: 800, slow: 1_600 }

/** One device's log in one space, ours or another's: an encrypted, signed, append-only list of blocks. */
export class DeviceLog extends EventEmitter<{ grew: [] }> {
  private readonly pace: RequestPace
  private download: Download | null = null
  private readonly onGrowth = () => this.emit('grew')

  constructor(
    readonly device: DeviceId,
    readonly core: Hypercore,
    readonly isOwn: boolean,
    /** Blocks of our own log that are saved in the journal, by index, until the store has taken them. */
    private readonly journaled: ReadonlyMap<number, Uint8Array> = new Map(),
    requests: RequestLimits = REQUESTS,
  ) {
    super()
    this.pace = new RequestPace(core, requests)
  }

  async start(): Promise<void> {
    await this.core.ready()
    if (this.isOwn) pushGrowth(this.core)
    else takePushed(this.core)
    this.pace.start()
    this.core.on('append', this.onGrowth)
    this.core.on('download', this.onGrowth)
  }

  /** Downloads what there is, or nothing more. */
  setReceiving(isReceiving: boolean): void {
    if (this.isOwn || isReceiving === (this.download !== null)) return
    this.download?.destroy()
    this.download = isReceiving ? this.core.download({ start: 0, end: -1, linear: true }) : null
    this.core.core.replicator.setAllowPush(isReceiving)
  }

  /** Blocks known to exist: signed by the device, whether we hold them or not. */
  get known(): number {
    return this.core.length
  }

  /** Blocks held here without a gap from the first: only these are read. */
  get held(): number {
    let held = this.core.contiguousLength
    while (this.journaled.has(held)) held++
    return held
  }

  /** A block that is held. Undefined when the store lost it. */
  async read(index: number): Promise<Uint8Array | undefined> {
    return this.journaled.get(index) ?? (await this.core.get(index, { wait: false })) ?? undefined
  }

  /** Has a block that the store lost downloaded again. */
  async askAgain(index: number): Promise<void> {
    await this.core.clear(index)
    // A download does not come back to what it has passed.
    if (this.download === null) return
    this.setReceiving(false)
    this.setReceiving(true)
  }

  async stop(): Promise<void> {
    this.pace.stop()
    this.core.off('append', this.onGrowth)
    this.core.off('download', this.onGrowth)
    this.download?.destroy()
    await this.core.close()
  }
}
