import { createHash } from 'node:crypto'
import { constants, deflateRawSync } from 'node:zlib'

/*
 * Changes of Automerge written byte by byte, as https://automerge.org/automerge-binary-format-spec/ lays them out: what
 * no library would write, and somebody who means harm can.
 */

const UNCOMPRESSED = 1
const COMPRESSED = 2
const CHECKSUM_BYTES = 4
const MAGIC = Buffer.from([0x85, 0x6f, 0x4a, 0x83])

export interface ChangeParts {
  /** Hexadecimal. */
  actor: string
  sequence?: number
  dependencies?: string[]
  firstOperation?: number
  /** In the order of their numbers. */
  columns: [specification: number, bytes: Uint8Array][]
}

/** An unsigned LEB128 number. */
export function leb128(value: number | bigint): number[] {
  const rest = BigInt(value)
  return rest < 128n ? [Number(rest)] : [Number(rest % 128n) + 128, ...leb128(rest / 128n)]
}

/** A signed LEB128 number that is not negative. */
export function signedLeb128(value: number | bigint): number[] {
  const rest = BigInt(value)
  return rest < 64n ? [Number(rest)] : [Number(rest % 128n) + 128, ...signedLeb128(rest / 128n)]
}

/** `times` the same value, in a column. */
export function run(times: number | bigint, ...value: number[]): number[] {
  return [...signedLeb128(times), ...value]
}

/** `times` nothing, in a column. */
export function nulls(times: number): number[] {
  return times > 0 ? [0, ...leb128(times)] : []
}

export function text(value: string): number[] {
  const bytes = Buffer.from(value)
  return [...leb128(bytes.length), ...bytes]
}

export function changeContent({ columns, ...parts }: ChangeParts): Buffer {
  const lengths = columns.map(([specification, { length }]) => [specification, length] as const)
  return Buffer.concat([changeHead({ ...parts, columns: lengths }), ...columns.map(([, bytes]) => bytes)])
}

/** What comes before the columns of a change. */
export function changeHead(
  parts: Omit<ChangeParts, 'columns'> & { columns: (readonly [specification: number, length: number])[] },
): Buffer {
  const { actor, sequence = 1, dependencies = [], firstOperation = 1, columns } = parts
  const actorBytes = Buffer.from(actor, 'hex')
  return Buffer.concat([
    Buffer.from(leb128(dependencies.length)),
    ...dependencies.map((hash) => Buffer.from(hash, 'hex')),
    Buffer.from([...leb128(actorBytes.length), ...actorBytes]),
    // No time, no message, no other actors.
    Buffer.from([...leb128(sequence), ...leb128(firstOperation), 0, 0, 0]),
    Buffer.from(leb128(columns.length)),
    ...columns.map(([specification, length]) => Buffer.from([...leb128(specification), ...leb128(length)])),
  ])
}

/** A change as it stands in a log, its checksum right. */
export function changeChunk(content: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, checksum([content]), Buffer.from([UNCOMPRESSED, ...leb128(content.length)]), content])
}

/** The same, deflated: the checksum is of what it inflates to. */
export function deflatedChunk(...content: Uint8Array[]): Buffer {
  const deflated = deflatedInParts(content)
  return Buffer.concat([MAGIC, checksum(content), Buffer.from([COMPRESSED, ...leb128(deflated.length)]), deflated])
}

/** The content of a change that is not deflated. */
export function contentOf(change: Uint8Array): Uint8Array {
  const afterType = MAGIC.length + CHECKSUM_BYTES + 1
  return change.subarray(afterType + change.subarray(afterType).findIndex((byte) => byte < 128) + 1)
}

/** A part that comes many times is deflated once: a bomb must not go off where it is made. */
function deflatedInParts(parts: Uint8Array[]): Buffer {
  const once = new Map<Uint8Array, Buffer>()
  const deflated = parts.map((part) => {
    const known = once.get(part) ?? deflateRawSync(part, { level: 9, finishFlush: constants.Z_FULL_FLUSH })
    once.set(part, known)
    return known
  })
  return Buffer.concat([...deflated, deflateRawSync(new Uint8Array())])
}

function checksum(parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const hash = createHash('sha256').update(Buffer.from([UNCOMPRESSED, ...leb128(length)]))
  for (const part of parts) hash.update(part)
  return hash.digest().subarray(0, CHECKSUM_BYTES)
}
