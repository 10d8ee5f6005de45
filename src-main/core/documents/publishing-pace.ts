/** Typing that pauses for so long has said something: it goes to the others, in milliseconds. */
const PAUSE = 1_000

/** Without a pause it goes after so long: a block costs three hundred bytes on each line, whatever is in it. */
const LONGEST = 5_000

/** The same while somebody else writes there too, who waits for each word. */
const LONGEST_IN_COMPANY = 500

/** Who wrote so lately may write again, in milliseconds. */
const COMPANY = 60_000

/** More than that is no typing, and is not written to the disk again and again. */
const MAX_KEPT_BYTES = 16 * 1024

/** When what was typed and is saved becomes a block of the log, which everybody receives. */
export class PublishingPace {
  private keptSince: number | undefined
  private companyAt = Number.NEGATIVE_INFINITY

  /** Somebody else wrote. */
  meet(): void {
    this.companyAt = performance.now()
  }

  published(): void {
    this.keptSince = undefined
  }

  /** How long changes of so many bytes may wait for others from now on, in milliseconds: not at all when 0. */
  wait(bytes: number): number {
    if (bytes > MAX_KEPT_BYTES) return 0
    const now = performance.now()
    this.keptSince ??= now
    const longest = now - this.companyAt < COMPANY ? LONGEST_IN_COMPANY : LONGEST
    return Math.max(0, Math.min(PAUSE, this.keptSince + longest - now))
  }
}
