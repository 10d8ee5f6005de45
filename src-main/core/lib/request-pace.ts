import type Hypercore from 'hypercore'

/** Blocks asked of each peer at once: at first, and the fewest and the most there may be. */
export interface RequestLimits {
  first: number
  least: number
  most: number
}

/** An answer that takes less, in milliseconds, found the line free. */
const QUICK = 800

/** One that takes longer stood in a queue. */
const SLOW = 1_600

/**
 * How many blocks of one core are asked of a peer before it has answered: as many as the line carries in about a second.
 * What was asked for stands in the way of all that is asked for later, and on a slow line for minutes.
 */
export class RequestPace {
  private onTheWay = 0
  /** Answers still to come to what was asked before there were fewer. */
  private outdated = 0
  private quick = 0
  private hasMetLimit = false

  constructor(
    private readonly core: Hypercore,
    private readonly limits: RequestLimits,
  ) {}

  /** The core has to be ready. */
  start(): void {
    this.core.on('peer-add', this.restart)
    this.core.on('download', this.hear)
    this.restart()
  }

  stop(): void {
    this.core.off('peer-add', this.restart)
    this.core.off('download', this.hear)
  }

  /** Whoever comes may come over another line. */
  private readonly restart = () => {
    this.hasMetLimit = false
    this.outdated = 0
    this.ask(this.limits.first)
  }

  private readonly hear = (_index: number, _bytes: number, _peer: unknown, request: { elapsed: number } | null) => {
    if (!request) return
    if (this.outdated > 0) this.outdated--
    else if (request.elapsed > SLOW) this.slowDown()
    else if (request.elapsed < QUICK) this.speedUp()
  }

  private slowDown(): void {
    this.hasMetLimit = true
    this.outdated = this.onTheWay
    this.ask(Math.floor(this.onTheWay / 2))
  }

  /** Twice as many with each round of answers, until that was too many once; then one more. */
  private speedUp(): void {
    this.quick++
    if (this.hasMetLimit && this.quick < this.onTheWay) return
    this.ask(this.onTheWay + 1)
  }

  private ask(count: number): void {
    this.quick = 0
    this.onTheWay = Math.max(this.limits.least, Math.min(this.limits.most, count))
    this.core.core.replicator.setInflightRange(this.onTheWay, this.onTheWay)
  }
}
