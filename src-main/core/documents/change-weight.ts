import { AppError } from '../../../src-shared/errors.ts'
import type { ByteReader } from '../lib/byte-reader.ts'
import {
  ACTION,
  type ChangeOperations,
  KEY_STRING,
  MARK_NAME,
  makesObject,
  OBJECT_ACTOR,
  OBJECT_NUMBER,
  readRuns,
} from './change-columns.ts'

/** Columns of the operations of a change, as the format numbers them; every other is as long as these say. */
const VALUE_KIND = 86
const PREDECESSORS = 112

/** A map or a list costs Automerge as much time and memory as so many letters, and a hundred bytes make a million. */
const OBJECT_WEIGHT = 10

/** The last kind of value there is, in the low four bits of what stands in its column: a moment in time. */
const LAST_KIND = 9

/**
 * How many operations Automerge would make of a change. Columns are run-length encoded, and a run may claim to have 2^63
 * values: runs are summed and never expanded.
 *
 *     action column  `c0 84 3d 01`  →  1,000,000 times "set"  →  1,000,000 operations of four bytes
 *
 * An operation that names many predecessors or makes an object costs as much as many operations, and a name that a run
 * repeats is written out each time.
 * @throws AppError `unreadable`, `newer-version` for a kind of value that nothing here can read, `too-large` when names
 * come to more than `maxNameBytes`
 */
export function weighOperations({ columns }: ChangeOperations, maxNameBytes: number): number {
  const actions = sumRuns(columns.get(ACTION), (column) => (makesObject(column.number()) ? OBJECT_WEIGHT : 1))
  const predecessors = sumRuns(columns.get(PREDECESSORS), (column) => column.number())
  const nameBytes = nameLength(columns.get(KEY_STRING)) + nameLength(columns.get(MARK_NAME))
  sumRuns(columns.get(VALUE_KIND), checkKind)
  // Whoever measures how deep objects stand must find no bytes there that cannot be read.
  for (const column of [OBJECT_ACTOR, OBJECT_NUMBER]) sumRuns(columns.get(column), (objects) => objects.number())
  if (nameBytes > maxNameBytes) throw new AppError('too-large', `a change with ${nameBytes} bytes of names`)
  // A change is something to keep, even one that does nothing.
  return Math.max(1, actions, predecessors)
}

/** Adds up what `weigh` says of each value, `weigh` taking it from the column. A null weighs as much as one operation. */
function sumRuns(bytes: Uint8Array | undefined, weigh: (column: ByteReader) => number): number {
  let sum = 0
  for (const { count, value } of readRuns(bytes, weigh)) sum += count * (value ?? 1)
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
