import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** LevelDB's log is made of blocks, its records of a checksum, a length and a kind before their bytes. */
const BLOCK = 32_768
const HEADER = 7
const MASK = 0xa282ead8

/**
 * Shortens the logs of a closed LevelDB to what was written without a gap. A power cut may leave later bytes and forget
 * earlier ones; LevelDB passes over the gap without a word, and a batch that built upon a lost one would be believed.
 */
export async function cutOffAfterGap(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  let isCut = false
  for (const name of names.filter((file) => /^\d+\.log$/.test(file)).sort()) {
    const file = await open(join(folder, name), 'r+')
    try {
      const bytes = await file.readFile()
      const whole = isCut ? 0 : wholeLength(bytes)
      if (whole < bytes.length) {
        await file.truncate(whole)
        await file.sync()
        isCut = true
      }
    } finally {
      await file.close()
    }
  }
}

/** Bytes before the first that is not what was written. */
function wholeLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + HEADER <= bytes.length) {
    const leftInBlock = BLOCK - (at % BLOCK)
    if (leftInBlock < HEADER) {
      at += leftInBlock
      continue
    }
    const end = at + HEADER + view.getUint16(at + 4, true)
    const isKnown = bytes[at + 6] !== 0 && end <= bytes.length && end <= at + leftInBlock
    if (!isKnown || masked(crc32c(bytes.subarray(at + 6, end))) !== view.getUint32(at, true)) return at
    at = end
  }
  return Math.min(at, bytes.length)
}

function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/** Castagnoli's, which Node's own is not. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}
