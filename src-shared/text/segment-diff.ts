import { type Marker, markerKey, runsKey, type Segment, segmentLength } from './segments.ts'
import { diffSequences, type Hunk } from './sequence-diff.ts'

/** One change to a stored text, at a place of the text before any of them. */
export type Edit =
  | {
      readonly kind: 'replace'
      readonly at: number
      readonly deleted: number
      readonly inserted: readonly (string | Marker)[]
    }
  | { readonly kind: 'marker'; readonly at: number; readonly before: Marker; readonly after: Marker }

/** Segments that differ, with the edits that turn their markers and characters (not yet their marks) into the wanted ones. */
export interface ChangedRange {
  readonly beforeAt: number
  readonly before: readonly Segment[]
  readonly after: readonly Segment[]
  /** In ascending order of place. */
  readonly edits: readonly Edit[]
}

/** Untouched characters between two changes of one word are not worth keeping apart. */
const SMALLEST_GAP = 4
/** Above every code point: where the numbers of markers begin. */
const FIRST_MARKER = 0x110000

/**
 * Compares two flat texts: whole segments first, then segments with the same characters (their block changed),
 * then characters. `unchangedBefore` is a place of `before` up to which nothing changed, when known.
 * `smallestGap`: so many untouched characters keep two changes of one word apart.
 */
export function diffSegments(
  before: readonly Segment[],
  after: readonly Segment[],
  unchangedBefore = Number.POSITIVE_INFINITY,
  smallestGap = SMALLEST_GAP,
): ChangedRange[] {
  const symbols = new Map<string, number>()
  const whole = (segment: Segment) =>
    symbol(symbols, `${markerKey(segment.marker)}\n${runsKey(segment.runs)}\n${segment.text}`)
  const starts = placesOf(before)
  return diffSequences(before.map(whole), after.map(whole)).map((hunk) => {
    const beforeAt = starts[hunk.aFrom] ?? 0
    const left = before.slice(hunk.aFrom, hunk.aTo)
    const right = after.slice(hunk.bFrom, hunk.bTo)
    return {
      beforeAt,
      before: left,
      after: right,
      edits: diffByText(left, right, beforeAt, unchangedBefore, smallestGap),
    }
  })
}

function symbol(symbols: Map<string, number>, key: string): number {
  const known = symbols.get(key)
  if (known !== undefined) return known
  symbols.set(key, symbols.size)
  return symbols.size - 1
}

function placesOf(segments: readonly Segment[]): number[] {
  const places = [0]
  let place = 0
  for (const segment of segments) {
    place += segmentLength(segment)
    places.push(place)
  }
  return places
}

/** Wrapping a hundred paragraphs in a list changes a hundred markers and not one character. */
function diffByText(
  before: readonly Segment[],
  after: readonly Segment[],
  at: number,
  unchangedBefore: number,
  smallestGap: number,
): Edit[] {
  const texts = new Map<string, number>()
  const text = (segment: Segment) => symbol(texts, segment.marker ? segment.text : `\u0000${segment.text}`)
  const hunks = diffSequences(before.map(text), after.map(text))
  const edits: Edit[] = []
  let left = 0
  let right = 0
  let place = at
  const pairUpTo = (end: number) => {
    for (; left < end; left++, right++) {
      const [old, wanted] = [before[left], after[right]]
      if (old?.marker && wanted?.marker && markerKey(old.marker) !== markerKey(wanted.marker)) {
        edits.push({ kind: 'marker', at: place, before: old.marker, after: wanted.marker })
      }
      place += old ? segmentLength(old) : 0
    }
  }
  for (const hunk of hunks) {
    pairUpTo(hunk.aFrom)
    const changed = before.slice(hunk.aFrom, hunk.aTo)
    edits.push(...diffCharacters(changed, after.slice(hunk.bFrom, hunk.bTo), place, unchangedBefore, smallestGap))
    place += changed.reduce((sum, segment) => sum + segmentLength(segment), 0)
    left = hunk.aTo
    right = hunk.bTo
  }
  pairUpTo(before.length)
  return edits
}

/** A character or a marker, as the comparison of characters sees it. */
interface Piece {
  readonly symbol: number
  readonly value: string | Marker
}

function diffCharacters(
  before: readonly Segment[],
  after: readonly Segment[],
  at: number,
  unchangedBefore: number,
  smallestGap: number,
): Edit[] {
  const markers = new Map<string, number>()
  const left = pieces(before, markers)
  const right = pieces(after, markers)
  const places = [at]
  let place = at
  for (const piece of left) {
    place += typeof piece.value === 'string' ? piece.value.length : 1
    places.push(place)
  }
  const known = places.findIndex((position) => position >= unchangedBefore)
  const hunks = diffSequences(
    left.map((piece) => piece.symbol),
    right.map((piece) => piece.symbol),
    known < 0 ? undefined : known,
  )
  return joinClose(hunks, left, right, smallestGap).flatMap((hunk) =>
    hunkEdits(left.slice(hunk.aFrom, hunk.aTo), right.slice(hunk.bFrom, hunk.bTo), places[hunk.aFrom] ?? at),
  )
}

function pieces(segments: readonly Segment[], markers: Map<string, number>): Piece[] {
  const list: Piece[] = []
  for (const { marker, text } of segments) {
    if (marker) list.push({ symbol: FIRST_MARKER + symbol(markers, markerKey(marker)), value: marker })
    for (const character of text) list.push({ symbol: character.codePointAt(0) ?? 0, value: character })
  }
  return list
}

/** Only within the characters of one block: over a marker, one that was put in would be taken for another that was changed. */
function joinClose(
  hunks: readonly Hunk[],
  before: readonly Piece[],
  after: readonly Piece[],
  smallestGap: number,
): Hunk[] {
  const areCharacters = (pieces: readonly Piece[]) => pieces.every(({ value }) => typeof value === 'string')
  const joined: Hunk[] = []
  for (const hunk of hunks) {
    const last = joined.at(-1)
    const isClose = last && hunk.aFrom - last.aTo < smallestGap
    const isOneBlock =
      last && areCharacters(before.slice(last.aFrom, hunk.aTo)) && areCharacters(after.slice(last.bFrom, hunk.bTo))
    if (isClose && isOneBlock) {
      joined[joined.length - 1] = { ...last, aTo: hunk.aTo, bTo: hunk.bTo }
    } else {
      joined.push(hunk)
    }
  }
  return joined
}

/** Markers on both sides of a hunk are the same marker, changed: what somebody else does to it must still reach it. */
function hunkEdits(before: readonly Piece[], after: readonly Piece[], at: number): Edit[] {
  const edits: Edit[] = []
  let left = 0
  let right = 0
  let place = at
  const replaceUpTo = (leftEnd: number, rightEnd: number) => {
    const removed = before.slice(left, leftEnd)
    const deleted = removed.reduce((sum, { value }) => sum + (typeof value === 'string' ? value.length : 1), 0)
    const inserted = joinCharacters(after.slice(right, rightEnd))
    if (deleted > 0 || inserted.length > 0) edits.push({ kind: 'replace', at: place, deleted, inserted })
    place += deleted
    left = leftEnd
    right = rightEnd
  }
  for (;;) {
    const leftMarker = before.findIndex((piece, index) => index >= left && typeof piece.value !== 'string')
    const rightMarker = after.findIndex((piece, index) => index >= right && typeof piece.value !== 'string')
    const [old, wanted] = [before[leftMarker]?.value, after[rightMarker]?.value]
    if (old === undefined || wanted === undefined || typeof old === 'string' || typeof wanted === 'string') break
    replaceUpTo(leftMarker, rightMarker)
    if (markerKey(old) !== markerKey(wanted)) edits.push({ kind: 'marker', at: place, before: old, after: wanted })
    place++
    left++
    right++
  }
  replaceUpTo(before.length, after.length)
  return edits
}

function joinCharacters(list: readonly Piece[]): (string | Marker)[] {
  const joined: (string | Marker)[] = []
  for (const { value } of list) {
    const last = joined.at(-1)
    if (typeof value === 'string' && typeof last === 'string') joined[joined.length - 1] = last + value
    else joined.push(value)
  }
  return joined
}
