import { ImmutableString } from '@automerge/automerge/slim'
import type { PlaceId, Timestamp } from '../ids.ts'
import { type Fields, readText, SCHEMA_VERSION, writeText } from './fields.ts'

/** A third place, as lists show it. */
export interface PlaceRow {
  place: PlaceId
  name: string
  commune: string
}

export interface PlaceFields {
  name: string
  commune: string
}

export function newPlace({ name, commune }: PlaceFields, at: Timestamp): Fields {
  const texts = { name: new ImmutableString(name), commune: new ImmutableString(commune) }
  return { schema: SCHEMA_VERSION, type: new ImmutableString('place'), ...texts, createdAt: at, deletedAt: null }
}

/** Inside a change: gives a place another name. */
export function editPlace(place: Fields, fields: PlaceFields): void {
  for (const name of ['name', 'commune'] as const) writeText(place, name, fields[name])
}

export function readPlaceRow(place: PlaceId, document: unknown): PlaceRow {
  return { place, name: readText(document, 'name', 120), commune: readText(document, 'commune', 120) }
}
