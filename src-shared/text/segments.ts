import * as A from '@automerge/automerge/slim'
import { type JsonValue, type Marks, marksKey, type Scalar } from './tree.ts'

/*
 * The flat form of a text, as Automerge stores it: block markers and the characters that follow each of them.
 * A marker is one map of scalars, so that two people who change two of its attributes both win:
 *
 *   { type: 'paragraph', within: 'check-list/item', shared: 1, '0.checked': true }
 *
 *   within   the containers around the block, outermost first
 *   shared   how many of them are the very ones of the marker before (the rest is opened by this marker)
 *   0.name   attribute of an opened container, counted from the innermost, so that indenting a list moves nothing
 *   others   attributes of the block itself
 */
export type Marker = { readonly [name: string]: JsonValue }

/** Consecutive characters (UTF-16 units) that carry the same marks. */
export interface Run {
  readonly length: number
  readonly marks: Marks
}

/** A marker and its text; without a marker only at the head of a text that lost its first one. */
export interface Segment {
  readonly marker: Marker | undefined
  readonly text: string
  readonly runs: readonly Run[]
}

/** Places that a segment takes in the stored text: a marker counts for one. */
export function segmentLength(segment: Segment): number {
  return segment.text.length + (segment.marker ? 1 : 0)
}

/** Reads what Automerge gives for a rich text. Total: what cannot be understood is left out, nothing throws. */
export function spansToSegments(spans: readonly A.Span[]): Segment[] {
  const segments: Segment[] = []
  let open: { marker: Marker | undefined; text: string; runs: Run[] } | undefined
  for (const span of spans) {
    if (span.type === 'block') {
      open = { marker: readMarker(span.value), text: '', runs: [] }
      segments.push(open)
      continue
    }
    if (typeof span.value !== 'string' || span.value === '') continue
    if (!open) {
      open = { marker: undefined, text: '', runs: [] }
      segments.push(open)
    }
    open.text += span.value
    pushRun(open.runs, { length: span.value.length, marks: readMarks(span.marks) })
  }
  return segments
}

/** Appends a run, joined to the last one when the marks are the same. */
export function pushRun(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  if (run.length === 0) return
  if (last && marksKey(last.marks) === marksKey(run.marks)) {
    runs[runs.length - 1] = { length: last.length + run.length, marks: last.marks }
  } else {
    runs.push(run)
  }
}

export function markerKey(marker: Marker | undefined): string {
  return marker ? canonicalJson(marker) : ''
}

export function runsKey(runs: readonly Run[]): string {
  return runs.map((run) => `${run.length}${marksKey(run.marks)}`).join()
}

export function sameSegment(left: Segment, right: Segment): boolean {
  return (
    left === right ||
    (left.text === right.text &&
      runsKey(left.runs) === runsKey(right.runs) &&
      markerKey(left.marker) === markerKey(right.marker))
  )
}

export function sameSegments(left: readonly Segment[], right: readonly Segment[]): boolean {
  return (
    left.length === right.length &&
    left.every((segment, index) => {
      const other = right[index]
      return other !== undefined && sameSegment(segment, other)
    })
  )
}

function readMarker(value: unknown): Marker {
  const marker = readJson(value, 8)
  return marker !== null && typeof marker === 'object' && !Array.isArray(marker) ? (marker as Marker) : {}
}

export function readMarks(marks: unknown): Marks {
  const read: Record<string, Scalar> = {}
  if (typeof marks !== 'object' || marks === null) return read
  for (const [name, raw] of Object.entries(marks)) {
    const value = A.isImmutableString(raw) ? raw.toString() : raw
    if (name === '__proto__' || value === null) continue
    if (typeof value === 'string' || typeof value === 'boolean' || isPlainNumber(value)) read[name] = value
  }
  return read
}

/** The part of a peer's value that JSON can hold; `undefined` for dates, bytes, counters and what is nested too deep. */
function readJson(value: unknown, depth: number): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || isPlainNumber(value)) return value
  if (A.isImmutableString(value)) return value.toString()
  if (depth === 0 || typeof value !== 'object') return undefined
  if (Array.isArray(value)) return value.map((entry) => readJson(entry, depth - 1) ?? null)
  if (value instanceof Date || value instanceof Uint8Array || A.isCounter(value)) return undefined
  const entries: [string, JsonValue][] = []
  for (const [name, entry] of Object.entries(value)) {
    const read = readJson(entry, depth - 1)
    if (read !== undefined && name !== '__proto__') entries.push([name, read])
  }
  return Object.fromEntries(entries)
}

function isPlainNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${canonicalJson(entry)}`).join()}}`
}
