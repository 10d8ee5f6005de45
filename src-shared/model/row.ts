import { ImmutableString } from '@automerge/automerge/slim'
import { z } from 'zod'
import type { DocumentId, PageId, PlaceId, ResourceId, Timestamp } from '../ids.ts'
import { type Fields, readTags, readText, tagMap } from './fields.ts'
import { type PageRow, pageText, readPageRow } from './page.ts'
import { type PlaceRow, readPlaceRow } from './place.ts'
import { type ResourceRow, readResourceRow } from './resource.ts'

/** What a document is, as its root says. */
export const documentTypes = ['page', 'resource', 'place'] as const
export type DocumentType = (typeof documentTypes)[number]
const documentTypeSchema = z.enum(documentTypes)

/** What lists, filters and the search need of a document, read once for each of its changes. */
export type Row =
  | ({ type: 'page' } & PageRow)
  | ({ type: 'resource' } & ResourceRow)
  | ({ type: 'place' } & PlaceRow & { updatedAt: Timestamp; deletedAt: null })

/** Characters of each text that a summary keeps: a list shows no more. */
const SUMMARY_TEXT = 200

/** The words that the search looks through. */
export interface SearchText {
  title: string
  tags: string
  body: string
}

/**
 * The version of what is read of a document: of `readRow` and `readSearchText`. Where they come to find more, or
 * something else, this goes up by one, and every document is read again.
 */
export const READER_VERSION = 2

/** Undefined for a document of a type that this Maillage does not know: it is kept and shared all the same. */
export function readRow(id: DocumentId, document: unknown, updatedAt: Timestamp): Row | undefined {
  const type = documentTypeSchema.safeParse(readText(document, 'type', 40)).data
  switch (type) {
    case 'page':
      return { type, ...readPageRow(id as PageId, document, updatedAt) }
    case 'resource':
      return { type, ...readResourceRow(id as ResourceId, document, updatedAt) }
    case 'place':
      return { type, ...readPlaceRow(id as PlaceId, document), updatedAt, deletedAt: null }
    case undefined:
      return undefined
  }
}

/** Undefined for what is not searched: places, and what lies in the bin. */
export function readSearchText(row: Row, document: unknown): SearchText | undefined {
  if (row.deletedAt !== null) return undefined
  const tags = row.type === 'place' ? '' : row.tags.join(' ')
  switch (row.type) {
    case 'page':
      return { title: row.title, tags, body: pageText(document) }
    case 'resource':
      return { title: row.name, tags, body: `${row.description}\n${row.conditions}` }
    case 'place':
      return undefined
  }
}

/** Into the bin, or out of it with null. */
export function setDeleted(document: Fields, at: Timestamp | null): void {
  document.deletedAt = at
}

/** Fields of a document's root that rows are made of, `schema` for those who will read another. */
const summarised = [
  ...['schema', 'type', 'createdAt', 'deletedAt', 'tags', 'state', 'name'],
  ...['title', 'kind', 'body'],
  ...['category', 'description', 'quantity', 'place', 'conditions', 'picture'],
  'commune',
]

/**
 * A document without its long texts: enough for `readRow`, small enough to travel beside a change, whatever else a
 * member wrote into the document.
 */
export function summarise(document: Fields): Fields {
  const summary: Fields = {}
  for (const name of summarised.filter((each) => Object.hasOwn(document, each))) {
    const value = document[name]
    const text = value instanceof ImmutableString ? value.val : value
    if (name === 'tags') summary.tags = tagMap(readTags(document))
    else if (typeof text === 'string') summary[name] = text.slice(0, SUMMARY_TEXT)
    else if (text === null || typeof text === 'number' || typeof text === 'boolean') summary[name] = text
  }
  return summary
}
