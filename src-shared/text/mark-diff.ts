import type { Segment } from './segments.ts'
import type { MarkEdit } from './stored-text.ts'
import { type Marks, noMarks, ownValue, type Scalar } from './tree.ts'

/** The marks of each place of some segments; undefined at markers, which carry none. */
export function marksByPlace(segments: readonly Segment[]): (Marks | undefined)[] {
  const places: (Marks | undefined)[] = []
  for (const segment of segments) {
    if (segment.marker) places.push(undefined)
    for (const run of segment.runs) for (let index = 0; index < run.length; index++) places.push(run.marks)
  }
  return places
}

/** What to set so that every character carries exactly its wanted marks; `at` is the place of the first one. */
export function diffMarks(
  actual: readonly (Marks | undefined)[],
  wanted: readonly (Marks | undefined)[],
  at: number,
): MarkEdit[] {
  const edits: MarkEdit[] = []
  const open = new Map<string, { from: number; value: Scalar }>()
  const close = (name: string, to: number) => {
    const edit = open.get(name)
    if (edit) edits.push({ from: edit.from, to, name, value: edit.value })
    open.delete(name)
  }
  wanted.forEach((marks, index) => {
    const has = (marks && actual[index]) ?? noMarks
    const wants = marks ?? noMarks
    const place = at + index
    for (const [name, { value }] of [...open]) {
      if (!marks || (ownValue(has, name) ?? null) === value || (ownValue(wants, name) ?? null) !== value)
        close(name, place)
    }
    if (has === wants) return
    for (const name of new Set([...Object.keys(has), ...Object.keys(wants)])) {
      const value = ownValue(wants, name) ?? null
      if ((ownValue(has, name) ?? null) !== value && !open.has(name)) open.set(name, { from: place, value })
    }
  })
  for (const name of [...open.keys()]) close(name, at + wanted.length)
  return edits
}
