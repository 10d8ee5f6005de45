import * as A from '@automerge/automerge/slim'
import type { Edit } from './segment-diff.ts'
import { type Marker, markerKey } from './segments.ts'
import { type JsonValue, ownValue, type Scalar } from './tree.ts'

/** A mark to set (or, null, to take away) on a stretch of a stored text. */
export interface MarkEdit {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly value: Scalar
}

/** Marks that text typed at their end continues. */
const growing = new Set(['strong', 'emphasis', 'strike', 'code'])

/** Writes edits, last first, so that their places hold. Inside a change. */
export function applyEdits(doc: A.Doc<unknown>, path: A.Prop[], edits: readonly Edit[]): void {
  for (const edit of [...edits].reverse()) {
    if (edit.kind === 'marker') updateMarker(doc, path, edit.at, edit.before, edit.after)
    else replace(doc, path, edit.at, edit.deleted, edit.inserted)
  }
}

/** Inside a change. */
export function applyMarks(doc: A.Doc<unknown>, path: A.Prop[], edits: readonly MarkEdit[]): void {
  for (const { from, to, name, value } of edits) {
    const range = { start: from, end: to, expand: growing.has(name) ? ('after' as const) : ('none' as const) }
    if (value === null) A.unmark(doc, path, range, name)
    else A.mark(doc, path, range, name, value)
  }
}

function replace(
  doc: A.Doc<unknown>,
  path: A.Prop[],
  at: number,
  deleted: number,
  inserted: readonly (string | Marker)[],
): void {
  const [first, ...rest] = inserted
  const text = typeof first === 'string' ? first : ''
  if (deleted > 0 || text !== '') A.splice(doc, path, at, deleted, text)
  let place = at + text.length
  for (const piece of typeof first === 'string' ? rest : inserted) {
    if (typeof piece === 'string') {
      A.splice(doc, path, place, 0, piece)
      place += piece.length
    } else {
      insertMarker(doc, path, place, piece)
      place++
    }
  }
}

export function insertMarker(doc: A.Doc<unknown>, path: A.Prop[], at: number, marker: Marker): void {
  A.splitBlock(doc, path, at, Object.fromEntries(Object.entries(marker).map(([name, value]) => [name, stored(value)])))
}

/** Strings of markers are names and addresses, replaced whole: collaborative ones would cost ten times more. */
function stored(value: JsonValue): A.AutomergeValue {
  if (typeof value === 'string') return new A.ImmutableString(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(stored)
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, stored(entry)]))
}

/**
 * Changes a marker key by key. Not `A.updateBlock`: it deletes the marker and inserts another,
 * so that two people who change one block at once would end with two blocks.
 */
function updateMarker(doc: A.Doc<unknown>, path: A.Prop[], at: number, before: Marker, after: Marker): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) =>
    differs(before, after, name),
  )
  if (
    names.some((name) => {
      const value = ownValue(after, name)
      return typeof value === 'object' && value !== null
    })
  ) {
    A.joinBlock(doc, path, at)
    insertMarker(doc, path, at, after)
    return
  }
  const backend = A.getBackend(doc)
  const marker = `/${[...path, at].join('/')}`
  for (const name of names) {
    const value = ownValue(after, name)
    if (value === undefined) backend.delete(marker, name)
    else if (typeof value === 'string') backend.put(marker, name, value, 'str')
    else if (typeof value !== 'object' || value === null) backend.put(marker, name, value)
  }
}

function differs(before: Marker, after: Marker, name: string): boolean {
  const [old, wanted] = [ownValue(before, name), ownValue(after, name)]
  if (old === undefined || wanted === undefined) return old !== wanted
  return markerKey({ value: old }) !== markerKey({ value: wanted })
}
