import b4a from 'b4a'
import {
  ACTION,
  type ChangeOperations,
  makesObject,
  OBJECT_ACTOR,
  OBJECT_NUMBER,
  type Run,
  readRuns,
} from './change-columns.ts'
import type { ChangeHeader } from './change-header.ts'

/** An object that a change makes, and the one that it makes it in: `_root`, or as Automerge names them, `12@ab…`. */
export interface MadeObject {
  id: string
  parent: string
}

/** Objects that a change makes, which was weighed: there are as many as it claims. In the order it makes them in. */
export function* readMadeObjects({ actor, operations }: ChangeHeader): Generator<MadeObject> {
  const parents = parentReader(operations, actor)
  let place = 0
  for (const { count, value } of readRuns(operations.columns.get(ACTION), (column) => column.number())) {
    for (let next = place; makesObject(value) && next < place + count; next++) {
      yield { id: `${operations.first + next}@${actor}`, parent: parents(next) }
    }
    place += count
  }
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
