import { Counter, type Doc, getConflicts, ImmutableString, isAutomerge } from '@automerge/automerge/slim'
import type { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Timestamp } from '../ids.ts'

/*
 * Documents come from any member, of any version: they are read field by field, own properties only, and a value of
 * the wrong type counts as absent. Nothing here throws, and nothing is written back by reading.
 */

/** The format version that this Maillage writes. Unknown fields of newer ones are left where they are. */
export const SCHEMA_VERSION = 1

export type Fields = Record<string, unknown>

function own(fields: unknown, name: string): unknown {
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, name)) return undefined
  return (fields as Fields)[name]
}

export function readText(fields: unknown, name: string, maximum: number): string {
  const value = own(fields, name)
  const text = value instanceof ImmutableString ? value.val : value
  return typeof text === 'string' ? firstCharacters(text, maximum) : ''
}

/** As many as the contract lets through, which counts an emoji as one: what was accepted is not cut, nor one of them in half. */
function firstCharacters(text: string, maximum: number): string {
  if (text.length <= maximum) return text
  return [...text.slice(0, 2 * maximum)].slice(0, maximum).join('')
}

/**
 * Inside a change: gives a short text another value. It is one value, and not a string of letters that merge: of two
 * written apart, one stands everywhere and the other is one of its versions, until somebody writes the field again.
 */
export function writeText(fields: Fields, name: string, text: string): void {
  // Automerge leaves out what changes nothing, and does write a value that settles which of two versions stands.
  fields[name] = new ImmutableString(text)
}

/** Versions of a field that are looked at and told of, at most. */
const MAX_VERSIONS = 8

/**
 * What else was written into a field at the same time as the value that stands there, in an order that is the same
 * everywhere. Nothing of what `read` makes nothing of, and nothing twice.
 */
export function readVersions<Value>(
  document: unknown,
  name: string,
  read: (fields: Fields, name: string) => Value,
): Value[] {
  if (!isAutomerge(document as Fields)) return []
  const written: Fields = getConflicts(document as Doc<Fields>, name) ?? {}
  const values = Object.keys(written)
    .sort()
    .map((key) => read({ [name]: written[key] }, name))
  const standing = read(document as Fields, name)
  // Who emptied a field left nothing to be put back.
  return [...new Set(values)].filter((value) => value !== standing && value !== '').slice(0, MAX_VERSIONS)
}

export function readNumber(fields: unknown, name: string): number | null {
  const value = own(fields, name)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The last moment that JavaScript can write as a date, in the year 275760. */
const LAST_MOMENT = 8.64e15

/** Absent when no calendar could show it. */
export function readTimestamp(fields: unknown, name: string): Timestamp | null {
  const value = readNumber(fields, name)
  return value !== null && value >= 0 && value <= LAST_MOMENT ? value : null
}

/** The value when `schema` accepts it, else `fallback`. */
export function readChoice<Choice extends string>(
  fields: unknown,
  name: string,
  schema: z.ZodType<Choice>,
  fallback: Choice,
): Choice {
  const parsed = schema.safeParse(readText(fields, name, 100))
  return parsed.success ? parsed.data : fallback
}

export function readId<Id extends string>(fields: unknown, name: string, schema: z.ZodType<Id>): Id | null {
  const parsed = schema.safeParse(readText(fields, name, 100))
  return parsed.success ? parsed.data : null
}

/** Tags are the keys of a map, so that two people adding tags apart both keep theirs. In alphabetical order. */
export function readTags(fields: unknown): string[] {
  const tags = own(fields, 'tags')
  if (!isMap(tags)) return []
  return Object.keys(tags)
    .filter((tag) => tag.length <= 60)
    .slice(0, 50)
    .sort((one, other) => one.localeCompare(other, 'fr'))
}

/** Makes the map hold exactly `wanted`, touching only what differs. */
export function writeTags(fields: Fields, wanted: string[]): void {
  const tags = own(fields, 'tags')
  if (!isMap(tags)) {
    fields.tags = tagMap(wanted)
    return
  }
  for (const tag of Object.keys(tags)) if (!wanted.includes(tag)) delete tags[tag]
  for (const tag of wanted) if (!Object.hasOwn(tags, checkedKey(tag))) tags[tag] = true
}

/** Of what a document holds, the only kind of object that has names. */
function isMap(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return ![Counter, Date, ImmutableString, Uint8Array].some((kind) => value instanceof kind)
}

export function tagMap(tags: string[]): Record<string, true> {
  return Object.fromEntries(tags.map((tag) => [checkedKey(tag), true as const]))
}

function checkedKey(tag: string): string {
  if (tag === '__proto__') throw new AppError('invalid-input', 'a tag that cannot be stored')
  return tag
}
