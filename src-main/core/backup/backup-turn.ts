import { AppError } from '../../../src-shared/errors.ts'

interface Turn {
  isScheduled: boolean
  stopping: AbortController
  ended: Promise<unknown>
}

/** One backup or restore at a time: two would fill the same core apart. What nobody waits for gives way. */
export class BackupTurn {
  private current: Turn | undefined
  private isStopped = false

  get isTaken(): boolean {
    return this.current !== undefined
  }

  /** @throws AppError `in-use`, `cancelled` */
  async take<Done>(isScheduled: boolean, run: (signal: AbortSignal) => Promise<Done>): Promise<Done> {
    if (!isScheduled) await this.interruptSchedule()
    if (this.current) throw new AppError('in-use', 'a backup or a restore is under way')
    if (this.isStopped) throw new AppError('cancelled', 'the core stops')
    const stopping = new AbortController()
    const done = run(stopping.signal)
    const turn = { isScheduled, stopping, ended: done.catch(() => undefined) }
    this.current = turn
    try {
      return await done
    } finally {
      this.current = undefined
    }
  }

  /** Resolves once no backup of the schedule is under way. */
  async interruptSchedule(): Promise<void> {
    while (this.current?.isScheduled) {
      this.current.stopping.abort(new AppError('cancelled', 'a person asked for something meanwhile'))
      await this.current.ended
    }
  }

  /** Of what a person asked for. */
  cancel(): void {
    if (!this.current?.isScheduled) this.current?.stopping.abort(new AppError('cancelled', 'a person asked for it'))
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.current?.stopping.abort(new AppError('cancelled', 'the core stops'))
    await this.current?.ended
  }
}
