import { Counter, ImmutableString, updateText } from '@automerge/automerge/slim'
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

/** No text of a field is longer that one of ours wrote. To look what differs takes seconds with a hundred thousand letters. */
const LONGEST_COMPARED = 20_000

/** Inside a change: makes a text say something else, touching only what differs; or anew, where somebody put what is none. */
export function writeText(fields: Fields, name: string, text: string): void {
  const value = own(fields, name)
  if (value === text) return
  if (typeof value === 'string' && value.length <= LONGEST_COMPARED) updateText(fields, [name], text)
  else fields[name] = text
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
