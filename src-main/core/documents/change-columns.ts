import { AppError } from '../../../src-shared/errors.ts'
import { ByteReader } from '../lib/byte-reader.ts'

/** What stands behind the sequence number of a change. */
export interface ChangeOperations {
  /** The number of the first operation; the others follow one by one. */
  first: number
  /** Actors that its operations name besides its own: 1 is the first of them. */
  otherActors: Uint8Array[]
  /** Bytes of each column, by the number that the format gives it. */
  columns: Map<number, Uint8Array>
}

/** Columns that several look at, as the format numbers them: which object an operation changes, under which name, what it does, and the mark it puts. */
export const OBJECT_ACTOR = 1
export const OBJECT_NUMBER = 2
export const KEY_STRING = 21
export const ACTION = 66
export const MARK_NAME = 165

/** The action that begins a mark, or ends it. */
export const MARK = 7

/** Whether an action makes a map, a list, a text or a table. */
export function makesObject(action: number | null): boolean {
  return action !== null && action <= 6 && action % 2 === 0
}

/** Columns with this bit are deflated; those of a change never are. */
const DEFLATED = 8

/** Writers that one change may name besides its own: each is an object of a hundred bytes, and may be one byte that deflates. */
const MAX_OTHER_ACTORS = 10_000

/** The format has twenty. */
const MAX_COLUMNS = 1_000

/** Reads from behind the sequence number of a change to its end. @throws AppError `unreadable`, `too-large` */
export function readOperations(rest: ByteReader): ChangeOperations {
  const first = rest.number()
  // Its time and its message.
  rest.signedNumber()
  rest.take(rest.number())
  const actors = countUpTo(MAX_OTHER_ACTORS, rest)
  const otherActors = Array.from({ length: actors }, () => rest.take(rest.number()))
  return { first, otherActors, columns: readColumns(rest) }
}

function countUpTo(most: number, rest: ByteReader): number {
  const count = rest.number()
  if (count > most) throw new AppError('too-large', `a change with ${count} of what it may have ${most} of`)
  return count
}

function readColumns(rest: ByteReader): Map<number, Uint8Array> {
  const lengths: [specification: number, length: number][] = []
  for (let columns = countUpTo(MAX_COLUMNS, rest); columns > 0; columns--) lengths.push([rest.number(), rest.number()])
  const columns = new Map<number, Uint8Array>()
  for (const [specification, length] of lengths) {
    if (columns.has(specification)) throw new AppError('unreadable', `column ${specification} twice`)
    if (specification & DEFLATED) throw new AppError('unreadable', `column ${specification} deflated`)
    columns.set(specification, rest.take(length))
  }
  return columns
}

/** So many values in a row: null where there are none. */
export interface Run<Value> {
  count: number
  value: Value | null
}

/**
 * The runs of a column, as they are written: a run may claim to have 2^63 values, and is never expanded.
 *
 *     `03 05 7e 01 02`  →  three times 5, once 1, once 2
 */
export function* readRuns<Value>(
  bytes: Uint8Array | undefined,
  take: (column: ByteReader) => Value,
): Generator<Run<Value>> {
  const column = new ByteReader(bytes ?? new Uint8Array())
  while (!column.atEnd) {
    const run = column.signedNumber()
    if (run > 0) yield { count: run, value: take(column) }
    else if (run === 0) yield { count: column.number(), value: null }
    else for (let literal = run; literal < 0; literal++) yield { count: 1, value: take(column) }
  }
}
