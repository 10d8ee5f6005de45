import { ImmutableString } from '@automerge/automerge/slim'
import { z } from 'zod'
import { type BlobHash, blobHashSchema, type PlaceId, placeIdSchema, type ResourceId, type Timestamp } from '../ids.ts'
import type { ResourceDraft, ResourceFields } from '../ipc/contract.ts'
import {
  type Fields,
  readChoice,
  readId,
  readNumber,
  readTags,
  readText,
  readTimestamp,
  readVersions,
  SCHEMA_VERSION,
  tagMap,
  writeTags,
  writeText,
} from './fields.ts'

/** matériel, immatériel, projet, autre. */
export const resourceCategories = ['material', 'immaterial', 'project', 'other'] as const
export type ResourceCategory = (typeof resourceCategories)[number]
export const resourceCategorySchema = z.enum(resourceCategories)

/** disponible, prêtée, en panne, retirée. */
export const resourceStates = ['available', 'lent', 'broken', 'retired'] as const
export type ResourceState = (typeof resourceStates)[number]
export const resourceStateSchema = z.enum(resourceStates)

/** Fields of which people may have written two versions apart, and are shown both. */
export interface ResourceVersions {
  name?: string[]
  description?: string[]
  quantity?: (number | null)[]
  state?: ResourceState[]
  conditions?: string[]
}

/** A resource as lists show it. */
export interface ResourceRow {
  resource: ResourceId
  name: string
  category: ResourceCategory
  description: string
  /** How many there are; null when counting makes no sense (an idea, a service). */
  quantity: number | null
  place: PlaceId | null
  state: ResourceState
  /** Conditions of lending, in the place's own words. */
  conditions: string
  tags: string[]
  picture: BlobHash | null
  /** What was written into these fields at the same time as what stands there. Absent where there is nothing else. */
  versions: ResourceVersions
  createdAt: Timestamp
  updatedAt: Timestamp
  /** When it went to the bin; null while it has not. */
  deletedAt: Timestamp | null
}

/** The root of a new resource's document. */
export function newResource(draft: ResourceDraft, at: Timestamp): Fields {
  return {
    schema: SCHEMA_VERSION,
    type: new ImmutableString('resource'),
    name: new ImmutableString(draft.name),
    category: new ImmutableString(draft.category),
    description: new ImmutableString(draft.description ?? ''),
    quantity: draft.quantity ?? null,
    place: idOrNull(draft.place),
    state: new ImmutableString(draft.state ?? 'available'),
    conditions: new ImmutableString(draft.conditions ?? ''),
    tags: tagMap(draft.tags ?? []),
    picture: idOrNull(draft.picture),
    createdAt: at,
    deletedAt: null,
  }
}

/** Inside a change: sets what `fields` names, leaves the rest. */
export function editResource(resource: Fields, fields: ResourceFields): void {
  for (const name of ['name', 'description', 'conditions'] as const) {
    const text = fields[name]
    if (text !== undefined) writeText(resource, name, text)
  }
  if (fields.category !== undefined) resource.category = new ImmutableString(fields.category)
  if (fields.state !== undefined) resource.state = new ImmutableString(fields.state)
  if (fields.quantity !== undefined) resource.quantity = fields.quantity
  if (fields.place !== undefined) resource.place = idOrNull(fields.place)
  if (fields.picture !== undefined) resource.picture = idOrNull(fields.picture)
  if (fields.tags !== undefined) writeTags(resource, fields.tags)
}

export function readResourceRow(resource: ResourceId, document: unknown, updatedAt: Timestamp): ResourceRow {
  return {
    resource,
    name: readName(document, 'name'),
    category: readChoice(document, 'category', resourceCategorySchema, 'other'),
    description: readLong(document, 'description'),
    quantity: readNumber(document, 'quantity'),
    place: readId(document, 'place', placeIdSchema),
    state: readState(document, 'state'),
    conditions: readLong(document, 'conditions'),
    tags: readTags(document),
    picture: readId(document, 'picture', blobHashSchema),
    versions: readResourceVersions(document),
    createdAt: readTimestamp(document, 'createdAt') ?? updatedAt,
    updatedAt,
    deletedAt: readTimestamp(document, 'deletedAt'),
  }
}

function readResourceVersions(document: unknown): ResourceVersions {
  const versions: Required<ResourceVersions> = {
    name: readVersions(document, 'name', readName),
    description: readVersions(document, 'description', readLong),
    quantity: readVersions(document, 'quantity', readNumber),
    state: readVersions(document, 'state', readState),
    conditions: readVersions(document, 'conditions', readLong),
  }
  return Object.fromEntries(Object.entries(versions).filter(([, values]) => values.length > 0))
}

function readName(document: unknown, name: string): string {
  return readText(document, name, 500)
}

function readLong(document: unknown, name: string): string {
  return readText(document, name, 20_000)
}

function readState(document: unknown, name: string): ResourceState {
  return readChoice(document, name, resourceStateSchema, 'available')
}

function idOrNull(id: string | null | undefined): ImmutableString | null {
  return id === null || id === undefined ? null : new ImmutableString(id)
}
