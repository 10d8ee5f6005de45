/** Pauses before the next look, in milliseconds: each is twice the one before. */
const FIRST_PAUSE = 5_000
const LONGEST_PAUSE = 320_000

/**
 * Looks for others again, at first soon and then less and less often. Hyperswarm looks once and, after ten minutes, again;
 * on a line that loses packets what it asked, or what it announced, may not have come through.
 */
export class RepeatedLook {
  /** Before the look after the next. */
  private pause = FIRST_PAUSE
  private next: NodeJS.Timeout | undefined
  /** When the next look is due. */
  private due = 0

  constructor(private readonly look: () => Promise<unknown>) {
    this.schedule()
  }

  /** Somebody is gone: they are looked for as at the beginning. */
  beginAnew(): void {
    this.pause = FIRST_PAUSE
    // Whoever comes and goes must not put it off again and again.
    if (this.next && this.due <= performance.now() + FIRST_PAUSE) return
    this.schedule()
  }

  stop(): void {
    clearTimeout(this.next)
  }

  private schedule(): void {
    clearTimeout(this.next)
    this.next = undefined
    if (this.pause > LONGEST_PAUSE) return
    this.due = performance.now() + this.pause
    this.next = setTimeout(() => {
      // Without a network there is nobody to ask, and Hyperswarm looks by itself when it is back.
      this.look().catch(() => undefined)
      this.schedule()
    }, this.pause).unref()
    this.pause *= 2
  }
}
