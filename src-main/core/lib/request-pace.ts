import type Hypercore from 'hypercore'

/** Blocks asked of each peer at once, and how long they may stand in a queue. */
export interface RequestLimits {
  /** How many at first, and the fewest and the most there may be. */
  first: number
  least: number
  most: number
  /** An answer that takes no more than this beyond the quickest one found the line free, in milliseconds. */
  quick: number
  /** One that takes more than this beyond the quickest one stood in a queue, in milliseconds. */
  slow: number
}

/** Rounds of quick answers before one more is tried, once there were too many. */
const ROUNDS_BEFORE_MORE = 4

/**
 * How many blocks of one core are asked of a peer before it has answered: as many as fill the line, and no queue before
 * it. What was asked for stands in the way of all that is asked for later, and on a slow line for minutes.
 */
export class RequestPace {
  private onTheWay = 0
  /** Answers still to come to what was asked before there were fewer. */
  private outdated = 0
  private quickAnswers = 0
  /** Of the answers since somebody came, in milliseconds: what the line itself takes. */
  private quickest = Number.POSITIVE_INFINITY
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
    this.quickest = Number.POSITIVE_INFINITY
    this.ask(this.limits.first)
  }

  private readonly hear = (_index: number, _bytes: number, _peer: unknown, request: { elapsed: number } | null) => {
    if (!request) return
    this.quickest = Math.min(this.quickest, request.elapsed)
    const queued = request.elapsed - this.quickest
    if (this.outdated > 0) this.outdated--
    else if (queued > this.limits.slow) this.slowDown()
    else if (queued < this.limits.quick) this.speedUp()
  }

  private slowDown(): void {
    this.hasMetLimit = true
    this.outdated = this.onTheWay
    this.ask(Math.floor(this.onTheWay / 2))
  }

  /** Twice as many with each round of answers, until that was too many once; then one more, after some rounds. */
  private speedUp(): void {
    this.quickAnswers++
    if (this.hasMetLimit && this.quickAnswers < ROUNDS_BEFORE_MORE * this.onTheWay) return
    this.ask(this.onTheWay + 1)
  }

  private ask(count: number): void {
    this.quickAnswers = 0
    this.onTheWay = Math.max(this.limits.least, Math.min(this.limits.most, count))
    this.core.core.replicator.setInflightRange(this.onTheWay, this.onTheWay)
  }
}
