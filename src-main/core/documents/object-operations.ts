import b4a from 'b4a'
import { ACTION, KEY_STRING, makesObject, OBJECT_ACTOR, OBJECT_NUMBER, type Run, readRuns } from './change-columns.ts'
import type { ChangeHeader } from './change-header.ts'

/** How the values in an object are reached: those of a map by name, those of a list or of a text by element. */
export type Keys = 'names' | 'elements'

/** Operations in a row which do the same to the same object. */
export interface OperationRun {
  /** Operations of the change before these. */
  place: number
  count: number
  action: number | null
  /** `_root`, or as Automerge names it, `12@ab…`. */
  object: string
  /** How the operations reach what they change. */
  keys: Keys
}

/** An object that a change makes, and the one that it makes it in. */
export interface MadeObject {
  id: string
  parent: string
  keys: Keys
}

/** Objects that a change makes, which was weighed: there are as many as it claims. In the order it makes them in. */
export function* readMadeObjects(header: ChangeHeader): Generator<MadeObject> {
  for (const { place, count, action, object } of readOperationRuns(header)) {
    if (!makesObject(action)) continue
    const keys = holdsNames(action) ? 'names' : 'elements'
    for (let next = place; next < place + count; next++) {
      yield { id: `${header.operations.first + next}@${header.actor}`, parent: object, keys }
    }
  }
}

/** The operations of a change that was weighed, in as many runs as its columns have or fewer. */
export function* readOperationRuns({ actor, operations }: ChangeHeader): Generator<OperationRun> {
  const { columns, otherActors } = operations
  const names = [actor, ...otherActors.map((other) => b4a.toString(other, 'hex'))]
  const actions = new Cursor(readRuns(columns.get(ACTION), (column) => column.number()))
  const numbers = new Cursor(readRuns(columns.get(OBJECT_NUMBER), (column) => column.number()))
  const actors = new Cursor(readRuns(columns.get(OBJECT_ACTOR), (column) => column.number()))
  const keys = new Cursor(readRuns(columns.get(KEY_STRING), (column) => column.take(column.number())))
  for (let place = 0; !actions.atEnd; ) {
    const count = Math.min(...[actions, numbers, actors, keys].map(({ left }) => left))
    const number = numbers.value
    const object = number === null ? '_root' : `${number}@${names[actors.value ?? 0]}`
    yield { place, count, action: actions.value, object, keys: keys.value === null ? 'elements' : 'names' }
    for (const cursor of [actions, numbers, actors, keys]) cursor.skip(count)
    place += count
  }
}

function holdsNames(action: number | null): boolean {
  return action === MAKE_MAP || action === MAKE_TABLE
}

const MAKE_MAP = 0
const MAKE_TABLE = 6

/** Goes through a column run by run; behind its end there is nothing, without end. */
class Cursor<Value> {
  atEnd = false
  value: Value | null = null
  /** Values from here on that are the same. */
  left = 0

  constructor(private readonly runs: Generator<Run<Value>>) {
    this.skip(0)
  }

  skip(count: number): void {
    this.left -= count
    while (this.left <= 0 && !this.atEnd) {
      const { value, done } = this.runs.next()
      this.atEnd = done ?? false
      this.value = done ? null : value.value
      this.left = done ? Number.POSITIVE_INFINITY : value.count
    }
  }
}
