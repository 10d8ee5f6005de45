import { AppError } from '../../../src-shared/errors.ts'

/** Digits of seven bits that a number of 64 bits has at most. */
const MAX_DIGITS = 10

/** Takes bytes from the front, and never more than there are. */
export class ByteReader {
  private taken = 0

  constructor(private readonly bytes: Uint8Array) {}

  /** How many bytes were taken. */
  get position(): number {
    return this.taken
  }

  get atEnd(): boolean {
    return this.taken === this.bytes.length
  }

  /** @throws AppError `unreadable` */
  take(count: number): Uint8Array {
    if (count > this.bytes.length - this.taken) throw new AppError('unreadable', 'a truncated change')
    this.taken += count
    return this.bytes.subarray(this.taken - count, this.taken)
  }

  /** An unsigned LEB128 number; past 2^53 roughly what it says. @throws AppError `unreadable` */
  number(): number {
    let value = 0
    let factor = 1
    for (let digits = 0; digits < MAX_DIGITS; digits++) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    throw new AppError('unreadable', 'a number out of range')
  }

  /** A signed LEB128 number; past 2^53 roughly what it says. @throws AppError `unreadable` */
  signedNumber(): number {
    let value = 0
    let factor = 1
    for (let digits = 0; digits < MAX_DIGITS; digits++) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      factor *= 128
      if (byte < 0x80) return byte & 0x40 ? value - factor : value
    }
    throw new AppError('unreadable', 'a number out of range')
  }

  private byte(): number {
    const byte = this.bytes[this.taken]
    if (byte === undefined) throw new AppError('unreadable', 'a truncated change')
    this.taken++
    return byte
  }
}
