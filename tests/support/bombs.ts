import {
  type ChangeParts,
  changeChunk,
  changeContent,
  changeHead,
  deflatedChunk,
  leb128,
  nulls,
  run,
  text,
} from './change-bytes.ts'

/** Values of the action column. */
const SET = 1
const MAKE_TEXT = 4

/** What a value of the text column is, and how long: `x` and the empty word. */
const ONE_LETTER = 0x16
const NO_LETTER = 0x06

/** Columns of `length` letters written one after the other into a text that the change makes, under `name`. */
function textColumns(name: string, length: number, letter: 'x' | ''): ChangeParts['columns'] {
  const column = (...parts: number[][]) => Buffer.from(parts.flat())
  return [
    [1, column(nulls(1), run(length, 0))],
    [2, column(nulls(1), run(length, 1))],
    [17, column(nulls(2), length > 1 ? run(length - 1, 0) : [])],
    [19, column(nulls(1), [0x7f, 0], length > 1 ? [0x7f, 2] : [], length > 2 ? run(length - 2, 1) : [])],
    [21, column([0x7f, ...text(name)], nulls(length))],
    [52, column([1], leb128(length))],
    [66, column([0x7f, MAKE_TEXT], run(length, SET))],
    [86, column([0x7f, 0], run(length, letter ? ONE_LETTER : NO_LETTER))],
    [87, Buffer.alloc(letter ? length : 0, letter || 'x')],
    [112, column(run(length + 1, 0))],
  ]
}

/** A text of `length` letters in one change, whose letters deflate to nearly nothing. */
export function longText(actor: string, name: string, length: number): Buffer {
  return deflatedChunk(changeContent({ actor, columns: textColumns(name, length, 'x') }))
}

/** The same written backwards: each letter stands in front of all before it. */
export function lettersAtHead(actor: string, name: string, length: number): Buffer {
  const [BEHIND_OF, BEHIND] = [17, 19]
  const columns = textColumns(name, length, 'x')
    .filter(([specification]) => specification !== BEHIND_OF)
    .map(([specification, bytes]): ChangeParts['columns'][number] => {
      return [specification, specification === BEHIND ? Buffer.from([...nulls(1), ...run(length, 0)]) : bytes]
    })
  return deflatedChunk(changeContent({ actor, columns }))
}

/** A text of empty words, in order: a hundred bytes, whatever the length. */
export function emptyWords(actor: string, name: string, length: number): Buffer {
  return changeChunk(changeContent({ actor, columns: textColumns(name, length, '') }))
}

/** A change that claims so many operations and has none: it weighs, and Automerge refuses it at the first. */
export function hollow(actor: string, operations: number): Buffer {
  return changeChunk(changeContent({ actor, columns: [[66, Buffer.from(nulls(operations))]] }))
}

/** A change of one operation whose value is `part`, `times` times: it inflates to that. */
export function deflateBomb(actor: string, name: string, part: Uint8Array, times: number): Buffer {
  const length = part.length * times
  const before = [
    [21, Buffer.from([0x7f, ...text(name)])],
    [52, Buffer.from([1])],
    [66, Buffer.from([0x7f, SET])],
    [86, Buffer.from([0x7f, ...leb128(length * 16 + 6)])],
  ] as const
  const predecessors = Buffer.from([0x7f, 0])
  const lengths = before.map(([specification, bytes]) => [specification, bytes.length] as const)
  const head = changeHead({ actor, columns: [...lengths, [87, length], [112, predecessors.length]] })
  const start = Buffer.concat([head, ...before.map(([, bytes]) => bytes)])
  return deflatedChunk(start, ...Array<Uint8Array>(times).fill(part), predecessors)
}

/** A change that names `count` other writers by no letter at all: they deflate to nearly nothing. */
export function namelessWriters(actor: string, count: number): Buffer {
  const head = changeHead({ actor, columns: [] })
  return deflatedChunk(head.subarray(0, -2), Buffer.from(leb128(count)), Buffer.alloc(count), Buffer.from([0]))
}

/** A change that claims `count` columns, all of them empty. */
export function emptyColumns(actor: string, count: number): Buffer {
  const head = changeHead({ actor, columns: [] })
  return deflatedChunk(head.subarray(0, -1), Buffer.from(leb128(count)), Buffer.alloc(2 * count))
}

/** A change that makes a map, in an object whose number is cut short in its column. */
export function madeNowhere(actor: string, column: 1 | 2): Buffer {
  return changeChunk(
    changeContent({
      actor,
      columns: [
        [column, Buffer.from([0x80])],
        [21, Buffer.from([0x7f, ...text('bomb')])],
        [66, Buffer.from(run(1, 0))],
        [86, Buffer.from(run(1, 0))],
        [112, Buffer.from(run(1, 0))],
      ],
    }),
  )
}

/** A letter behind one that does not exist, in a text that does not exist either: Automerge panics at it. */
export function letterNowhere(actor: string, dependency: string): Buffer {
  return changeChunk(
    changeContent({
      actor,
      dependencies: [dependency],
      firstOperation: 1_000,
      columns: [
        [1, Buffer.from(run(1, 0))],
        [2, Buffer.from(run(1, 77))],
        [17, Buffer.from(run(1, 0))],
        [19, Buffer.from([0x7f, 99])],
        [52, Buffer.from([0, 1])],
        [66, Buffer.from(run(1, 1))],
        [86, Buffer.from(run(1, 0x16))],
        [87, Buffer.from('x')],
        [112, Buffer.from(run(1, 0))],
      ],
    }),
  )
}

/** The first element of an object, which `author` made with the operation of that number: of a map too, which has none. */
export function firstElement(author: string, object: number, dependency: string): Buffer {
  return changeChunk(
    changeContent({
      actor: author,
      sequence: 2,
      dependencies: [dependency],
      firstOperation: 1_000,
      columns: [
        [1, Buffer.from(run(1, 0))],
        [2, Buffer.from(run(1, ...leb128(object)))],
        [19, Buffer.from([0x7f, 0])],
        [52, Buffer.from([0, 1])],
        [66, Buffer.from(run(1, 1))],
        [86, Buffer.from(run(1, 0x16))],
        [87, Buffer.from('x')],
        [112, Buffer.from(run(1, 0))],
      ],
    }),
  )
}

/** A list of as many empty maps, in a hundred bytes. */
export function emptyMaps(actor: string, name: string, length: number): Buffer {
  const [MAKE_MAP, MAKE_LIST] = [0, 2]
  const columns = textColumns(name, length, '').map(([specification, bytes]): ChangeParts['columns'][number] => {
    if (specification === 66) return [specification, Buffer.from([0x7f, MAKE_LIST, ...run(length, MAKE_MAP)])]
    return [specification, specification === 86 ? Buffer.from(run(length + 1, 0)) : bytes]
  })
  return changeChunk(changeContent({ actor, columns }))
}

/** As many fields in the root, one named as the other but for a number. */
export function manyFields(actor: string, name: string, length: number): Buffer {
  const names = Array.from({ length }, (_, number) => Buffer.from(text(`${name} ${number}`)))
  return fieldsChunk(actor, Buffer.concat([Buffer.from(literal(length)), ...names]), length, [[112, run(length, 0)]])
}

/** One field of the root, set as many times, each time in the place of the time before. */
export function manyEdits(actor: string, name: string, length: number): Buffer {
  return fieldsChunk(actor, Buffer.from(run(length, ...text(name))), length, [
    [112, [0x7f, 0, ...run(length - 1, 1)]],
    [113, run(length - 1, 0)],
    [115, run(length - 1, 1)],
  ])
}

function fieldsChunk(actor: string, names: Buffer, length: number, predecessors: [number, number[]][]): Buffer {
  return deflatedChunk(
    changeContent({
      actor,
      columns: [
        [21, names],
        [52, Buffer.from(leb128(length))],
        [66, Buffer.from(run(length, SET))],
        [86, Buffer.from(run(length, NO_LETTER))],
        ...predecessors.map(([specification, bytes]) => [specification, Buffer.from(bytes)] as [number, Buffer]),
      ],
    }),
  )
}

/** In front of `length` values that differ, in a column: a negative number. */
function literal(length: number): number[] {
  const bytes: number[] = []
  for (let rest = -length; ; rest >>= 7) {
    const isLast = rest >> 7 === -1 && (rest & 0x40) !== 0
    bytes.push((rest & 0x7f) | (isLast ? 0 : 0x80))
    if (isLast) return bytes
  }
}
