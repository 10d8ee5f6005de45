import type * as A from '@automerge/automerge'
import { ImmutableString, isAutomerge, spans } from '@automerge/automerge/slim'
import { z } from 'zod'
import type { PageId, Timestamp } from '../ids.ts'
import type { PageFields } from '../ipc/contract.ts'
import { onOneLine } from '../text/on-one-line.ts'
import { spansToTree } from '../text/spans.ts'
import {
  type Fields,
  readChoice,
  readTags,
  readText,
  readTimestamp,
  readVersions,
  SCHEMA_VERSION,
  tagMap,
  writeTags,
  writeText,
} from './fields.ts'

export const pageKinds = [
  'how-to',
  'minutes',
  'charter',
  'statutes',
  'convention',
  'lease',
  'testimony',
  'event',
  'other',
] as const
export type PageKind = (typeof pageKinds)[number]
export const pageKindSchema = z.enum(pageKinds)

/** brouillon, stabilisé, en débat: Movilab's "contenus stabilisés" beside "sujets chauds". */
export const pageStates = ['draft', 'stable', 'debated'] as const
export type PageState = (typeof pageStates)[number]
export const pageStateSchema = z.enum(pageStates)

/** A page as lists show it. */
export interface PageRow {
  page: PageId
  title: string
  /** Titles that were written at the same time as the one that stands. */
  otherTitles: string[]
  kind: PageKind
  state: PageState
  tags: string[]
  /** First words of the body. */
  excerpt: string
  createdAt: Timestamp
  updatedAt: Timestamp
  /** When it went to the bin; null while it has not. */
  deletedAt: Timestamp | null
}

/** When a page went that was begun and never had a word: no list shows it, and no bin. */
export const DISCARDED: Timestamp = 0

const MAX_TITLE = 300
const EXCERPT_LENGTH = 160
const BLOCK_MARKER = /\uFFFC/g

/** The root of a new page's document; the body is rich text, written by src-shared/text/body.ts. */
export function newPage(fields: PageFields, at: Timestamp): Fields {
  return {
    schema: SCHEMA_VERSION,
    type: new ImmutableString('page'),
    title: new ImmutableString(fields.title ?? ''),
    kind: new ImmutableString(fields.kind ?? 'other'),
    state: new ImmutableString(fields.state ?? 'draft'),
    tags: tagMap(fields.tags ?? []),
    body: '',
    createdAt: at,
    deletedAt: null,
  }
}

/** Inside a change: sets what `fields` names, leaves the rest. */
export function editPage(page: Fields, fields: PageFields): void {
  if (fields.title !== undefined) writeText(page, 'title', fields.title)
  if (fields.kind !== undefined) page.kind = new ImmutableString(fields.kind)
  if (fields.state !== undefined) page.state = new ImmutableString(fields.state)
  if (fields.tags !== undefined) writeTags(page, fields.tags)
}

/** Inside a change, before the body is written anew: a text stands there, whatever somebody put in its place. */
export function ensureBody(page: Fields): void {
  if (typeof page.body !== 'string') page.body = ''
}

/** The body's words, markers turned into line breaks. */
export function pageText(page: unknown): string {
  return readText(page, 'body', 2_000_000).replace(BLOCK_MARKER, '\n').trim()
}

function readTitle(document: unknown, name: string): string {
  return readText(document, name, MAX_TITLE)
}

export function readPageRow(page: PageId, document: unknown, updatedAt: Timestamp): PageRow {
  return {
    page,
    title: readTitle(document, 'title'),
    otherTitles: readVersions(document, 'title', readTitle),
    kind: readChoice(document, 'kind', pageKindSchema, 'other'),
    state: readChoice(document, 'state', pageStateSchema, 'draft'),
    tags: readTags(document),
    excerpt: onOneLine(pageText(document).slice(0, EXCERPT_LENGTH).trim()),
    createdAt: readTimestamp(document, 'createdAt') ?? updatedAt,
    updatedAt,
    deletedAt: readDeletedAt(document),
  }
}

/** Whether a page has no title, no tag, and nothing in its body but empty paragraphs: a picture has no words, and is something. */
function isBlank(page: unknown): boolean {
  if (readTitle(page, 'title').trim() !== '' || readTags(page).length > 0 || pageText(page) !== '') return false
  // A summary holds the words alone.
  if (!isAutomerge(page) || typeof (page as Fields).body !== 'string') return true
  const blocks = spansToTree(spans(page as A.Doc<Fields>, ['body']))
  return blocks.every((block) => block.kind === 'paragraph' && block.content.length === 0)
}

/** Whether nobody would miss the page, and nobody has put it into the bin. */
export function isDiscardable(page: unknown): boolean {
  return readTimestamp(page, 'deletedAt') === null && isBlank(page)
}

/** A page with something in it was not discarded, whatever is said of it: somebody put it there meanwhile. */
function readDeletedAt(document: unknown): Timestamp | null {
  const deletedAt = readTimestamp(document, 'deletedAt')
  return deletedAt === DISCARDED && !isBlank(document) ? null : deletedAt
}
