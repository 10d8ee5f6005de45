/** Work that is begun when it is asked for, and after that once in so many milliseconds at most, however often it is asked for. */
export class PacedWork {
  private pause: NodeJS.Timeout | null = null
  private isAsked = false
  private isOver = false
  private underway: Promise<void> = Promise.resolve()

  constructor(
    private readonly work: () => Promise<void>,
    private readonly every: number,
    private readonly onRefused: (reason: unknown) => void,
  ) {}

  ask(): void {
    this.isAsked = true
    if (!this.pause && !this.isOver) this.begin()
  }

  /** Resolves when everything that was asked for is done, or refused. What is asked for later is not done. */
  async finish(): Promise<void> {
    this.isOver = true
    if (this.pause) clearTimeout(this.pause)
    this.begin()
    if (this.pause) clearTimeout(this.pause)
    await this.underway
  }

  private begin(): void {
    this.pause = null
    if (!this.isAsked) return
    this.isAsked = false
    this.underway = this.underway.then(this.work).catch(this.onRefused)
    this.pause = setTimeout(() => this.begin(), this.every)
  }
}
