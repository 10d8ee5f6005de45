import { type Marker, markerKey, pushRun, type Run, type Segment } from '../../src-shared/text/segments.ts'
import { type JsonValue, type Marks, ownValue, type Scalar } from '../../src-shared/text/tree.ts'

/** What stands at one place of a stored text: a marker, or a UTF-16 unit with its marks. */
export type FlatItem = { readonly marker: Marker } | { readonly letter: string; readonly marks: Marks }

/** What somebody gave other values, by name: attributes of a marker, or marks of letters. */
export type ValueChange = ReadonlyMap<string, readonly [before: JsonValue | undefined, after: JsonValue | undefined]>

/** What stands between two places of some segments. */
export function flatItems(segments: readonly Segment[], start = 0, end = Number.POSITIVE_INFINITY): FlatItem[] {
  const items: FlatItem[] = []
  let place = 0
  for (const { marker, text, runs } of segments) {
    if (place >= end) break
    if (marker && place >= start) items.push({ marker })
    if (marker) place++
    let from = 0
    for (const { length, marks } of runs) {
      const first = Math.max(0, start - place)
      const last = Math.min(length, end - place)
      for (let index = first; index < last; index++) items.push({ letter: text.charAt(from + index), marks })
      place += length
      from += length
    }
  }
  return items
}

export function itemSegments(items: readonly FlatItem[]): Segment[] {
  const segments: { marker: Marker | undefined; text: string; runs: Run[] }[] = []
  for (const item of items) {
    if ('marker' in item) {
      segments.push({ marker: item.marker, text: '', runs: [] })
      continue
    }
    if (segments.length === 0) segments.push({ marker: undefined, text: '', runs: [] })
    const segment = segments.at(-1)
    if (!segment) continue
    segment.text += item.letter
    pushRun(segment.runs, { length: 1, marks: item.marks })
  }
  return segments
}

/** The names whose values differ; undefined when none does. */
export function valueChange(before: Marker | Marks, after: Marker | Marks): ValueChange | undefined {
  if (before === after) return undefined
  const change = new Map<string, readonly [JsonValue | undefined, JsonValue | undefined]>()
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, wanted] = [ownValue<JsonValue>(before, name), ownValue<JsonValue>(after, name)]
    if (!sameValue(old, wanted)) change.set(name, [old, wanted])
  }
  return change.size > 0 ? change : undefined
}

/** One change after the other, as one; undefined when they cancel out. */
export function joinChanges(first: ValueChange | undefined, second: ValueChange): ValueChange | undefined {
  const joined = new Map(first)
  for (const [name, [before, after]] of second) {
    const start = joined.get(name)
    const from = start ? start[0] : before
    if (sameValue(from, after)) joined.delete(name)
    else joined.set(name, [from, after])
  }
  return joined.size > 0 ? joined : undefined
}

/** Gives values back (or again), but for those that somebody else has changed since. */
export function applyChange(item: FlatItem, change: ValueChange, direction: 'back' | 'again'): FlatItem {
  const values = 'marker' in item ? item.marker : item.marks
  let next: Record<string, JsonValue> | undefined
  for (const [name, [before, after]] of change) {
    const [expected, wanted] = direction === 'back' ? [after, before] : [before, after]
    if (!sameValue(ownValue<JsonValue>(values, name), expected)) continue
    next ??= { ...values }
    if (wanted === undefined) delete next[name]
    else next[name] = wanted
  }
  if (!next) return item
  return 'marker' in item ? { marker: next } : { letter: item.letter, marks: next as Record<string, Scalar> }
}

export function sameChange(left: ValueChange | undefined, right: ValueChange | undefined): boolean {
  if (left === right) return true
  if (left?.size !== right?.size) return false
  return [...(left ?? [])].every(([name, [before, after]]) => {
    const other = right?.get(name)
    return other !== undefined && sameValue(before, other[0]) && sameValue(after, other[1])
  })
}

function sameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right || left === undefined || right === undefined) return left === right
  return markerKey({ value: left }) === markerKey({ value: right })
}
