import { AppError } from '../../../src-shared/errors.ts'
import { ByteReader } from './byte-reader.ts'

/** Columns of the operations of a change, as the format numbers them; every other is as long as these say. */
const KEY_STRING = 21
const ACTION = 66
const VALUE_KIND = 86
const PREDECESSORS = 112
const MARK_NAME = 165

/** The last kind of value there is, in the low four bits of what stands in its column: a moment in time. */
const LAST_KIND = 9

/** A column with this bit is deflated; the columns of a change never are. */
const DEFLATED = 8

/**
 * How many operations Automerge would make of a change, read from behind its sequence number to its end. Columns are
 * run-length encoded, and a run may claim to have 2^63 values: runs are summed and never expanded.
 *
 *     action column  `c0 84 3d 01`  →  1,000,000 times "set"  →  1,000,000 operations of four bytes
 *
 * An operation that names many predecessors costs as much as many operations, and a name that a run repeats is written
 * out each time.
 * @throws AppError `unreadable`, `newer-version` for a kind of value that nothing here can read, `too-large` when names
 * come to more than `maxNameBytes`
 */
export function weighOperations(rest: ByteReader, maxNameBytes: number): number {
  skipToColumns(rest)
  const columns = readColumns(rest)
  const actions = sumRuns(columns.get(ACTION), (column) => {
    column.number()
    return 1
  })
  const predecessors = sumRuns(columns.get(PREDECESSORS), (column) => column.number())
  const nameBytes = nameLength(columns.get(KEY_STRING)) + nameLength(columns.get(MARK_NAME))
  sumRuns(columns.get(VALUE_KIND), checkKind)
  if (nameBytes > maxNameBytes) throw new AppError('too-large', `a change with ${nameBytes} bytes of names`)
  return Math.max(actions, predecessors)
}

/** The number of its first operation, its time, its message, the other actors it names. */
function skipToColumns(rest: ByteReader): void {
  rest.number()
  rest.signedNumber()
  rest.take(rest.number())
  // What claims more actors than there are bytes ends where the bytes do.
  for (let actors = rest.number(); actors > 0; actors--) rest.take(rest.number())
}

function readColumns(rest: ByteReader): Map<number, Uint8Array> {
  const lengths: [specification: number, length: number][] = []
  for (let columns = rest.number(); columns > 0; columns--) lengths.push([rest.number(), rest.number()])
  const columns = new Map<number, Uint8Array>()
  for (const [specification, length] of lengths) {
    if (columns.has(specification)) throw new AppError('unreadable', `column ${specification} twice`)
    if (specification & DEFLATED) throw new AppError('unreadable', `column ${specification} deflated`)
    columns.set(specification, rest.take(length))
  }
  return columns
}

/** Adds up what `weigh` says of each value, `weigh` taking it from the column. A null weighs as much as one operation. */
function sumRuns(bytes: Uint8Array | undefined, weigh: (column: ByteReader) => number): number {
  const column = new ByteReader(bytes ?? new Uint8Array())
  let sum = 0
  while (!column.atEnd) {
    const run = column.signedNumber()
    if (run > 0) sum += run * weigh(column)
    else if (run === 0) sum += column.number()
    else for (let literal = run; literal < 0; literal++) sum += weigh(column)
  }
  return sum
}

/** Automerge keeps a value of a kind to come, and throws whenever the map that holds it is looked through. */
function checkKind(column: ByteReader): number {
  const kind = column.number() % 16
  if (kind > LAST_KIND) throw new AppError('newer-version', `a value of kind ${kind}`)
  return 1
}

function nameLength(bytes: Uint8Array | undefined): number {
  return sumRuns(bytes, (column) => column.take(column.number()).length)
}
