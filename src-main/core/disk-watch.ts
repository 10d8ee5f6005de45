import { EventEmitter } from 'node:events'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDiskRefusal } from '../../src-shared/errors.ts'
import type { DiskState } from '../../src-shared/ipc/contract.ts'

/** How often we look, in milliseconds: a person hears of a full or failing disk within two seconds. */
const LOOK_EVERY = 1_500

/** Looks in a row after which it is not the disk that refuses. */
const WELL_ENOUGH = 2

/** Looks whether what we keep can be written, and tells a disk that refuses from a database that has given up on it. */
export class DiskWatch extends EventEmitter<{
  changed: [DiskState]
  /** The disk can be written again, and what refused before still refuses: it must be opened anew. */
  stuck: []
}> {
  state: DiskState = 'ok'
  private readonly timer: NodeJS.Timeout
  private looking: Promise<void> | null = null
  /** Refusals since we last looked. */
  private refusals = 0
  /** Looks in a row at which the disk was well and something refused all the same. */
  private timesWell = 0

  constructor(
    private readonly folder: string,
    private readonly hasRoom: () => Promise<boolean>,
  ) {
    super()
    this.timer = setInterval(() => void this.look(), LOOK_EVERY)
  }

  /** Something could not be written, or read. What is not the disk's fault is none of ours. */
  report(reason: unknown): void {
    if (!isDiskRefusal(reason)) return
    this.refusals++
    if (this.state === 'ok') void this.look()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.looking
  }

  private look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = null
    })
    return this.looking
  }

  private async lookOnce(): Promise<void> {
    const hasRefused = this.refusals > 0
    this.refusals = 0
    if (!(await this.hasRoom().catch(() => false))) {
      this.timesWell = 0
      this.change('full')
    } else if (!hasRefused) {
      this.timesWell = 0
      this.change('ok')
    } else {
      this.timesWell = (await this.canBeWritten()) ? this.timesWell + 1 : 0
      this.change('failing')
      if (this.timesWell === WELL_ENOUGH) this.emit('stuck')
    }
  }

  private async canBeWritten(): Promise<boolean> {
    const file = join(this.folder, 'probe')
    try {
      const probe = await open(file, 'w', 0o600)
      await probe
        .write('can this be written?')
        .then(() => probe.sync())
        .finally(() => probe.close())
      await rm(file)
      return true
    } catch {
      return false
    }
  }

  private change(state: DiskState): void {
    if (state === this.state) return
    this.state = state
    this.emit('changed', state)
  }
}
