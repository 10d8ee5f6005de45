/** The DHT keeps seventy kilobytes of whoever comes for so long, if it says who it is and nothing else, in milliseconds. */
const PERIOD = 10_000

/** Strangers that may come in that time, from everywhere and from one address. */
const MAX_STRANGERS = 256
const MAX_FROM_ONE_ADDRESS = 32

/** Lets in only so many strangers at a time, and leaves those of other addresses room beside the many of one. */
export class StrangerGate {
  private admitted: { address: string; at: number }[] = []

  admits(address: string, now = performance.now()): boolean {
    this.admitted = this.admitted.filter(({ at }) => now - at < PERIOD)
    const fromThere = this.admitted.filter((other) => other.address === address)
    if (this.admitted.length >= MAX_STRANGERS || fromThere.length >= MAX_FROM_ONE_ADDRESS) return false
    this.admitted.push({ address, at: now })
    return true
  }
}
