import b4a from 'b4a'
import type { ByteReader } from './byte-reader.ts'
import { type ChangeOperations, type Run, readOperations, readRuns } from './change-columns.ts'

/** Columns of the operations of a change, as the format numbers them. */
export const OBJECT_ACTOR = 1
export const OBJECT_NUMBER = 2
const ACTION = 66

/** A map, a list, a text or a table. */
export function isMaking(action: number): boolean {
  return action <= 6 && action % 2 === 0
}

/** An object that a change makes, and the one that it makes it in: `_root`, or as Automerge names them, `12@ab…`. */
export interface MadeObject {
  id: string
  parent: string
}

/**
 * Objects made by a change of `actor`, read from behind its sequence number. It must have been weighed: there are as
 * many as it claims.
 */
export function readMadeObjects(rest: ByteReader, actor: string): MadeObject[] {
  const operations = readOperations(rest)
  const parents = parentReader(operations, actor)
  const made: MadeObject[] = []
  let place = 0
  for (const { count, value } of readRuns(operations.columns.get(ACTION), (column) => column.number())) {
    const makes = value !== null && isMaking(value)
    for (let offset = 0; makes && offset < count; offset++) {
      made.push({ id: `${operations.first + place + offset}@${actor}`, parent: parents(place + offset) })
    }
    place += count
  }
  return made
}

/** Gives the object that the operation at each place changes; to be asked in order. */
function parentReader({ columns, otherActors }: ChangeOperations, actor: string): (place: number) => string {
  const numbers = valuesInOrder(readRuns(columns.get(OBJECT_NUMBER), (column) => column.number()))
  const actors = valuesInOrder(readRuns(columns.get(OBJECT_ACTOR), (column) => column.number()))
  const names = [actor, ...otherActors.map((other) => b4a.toString(other, 'hex'))]
  return (place) => {
    const number = numbers(place)
    return number === null ? '_root' : `${number}@${names[actors(place) ?? 0]}`
  }
}

/** The value at each place of a column; to be asked in order. Null behind its end. */
function valuesInOrder<Value>(runs: Generator<Run<Value>>): (place: number) => Value | null {
  let current: Run<Value> | undefined
  let end = 0
  return (place) => {
    while (place >= end) {
      const { value, done } = runs.next()
      if (done) return null
      current = value
      end += value.count
    }
    return current?.value ?? null
  }
}
