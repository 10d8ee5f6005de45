import { isDeepStrictEqual } from 'node:util'
import * as A from '@automerge/automerge'
import { CORE_SLOT } from '../../src-main/core/documents/actor.ts'
import type { DocumentId, SpaceId } from '../../src-shared/ids.ts'
import { documentTypes, type Row } from '../../src-shared/model/row.ts'
import type { TestCore } from './test-core.ts'

export interface Seen {
  rows: Row[]
  /** Heads and content of every document. */
  documents: Map<DocumentId, unknown>
  members: unknown
  found: unknown
}

/** Everything that a person at this device can see of the space. */
export async function see(member: TestCore, id: SpaceId): Promise<Seen> {
  const space = member.space(id)
  const rows = await rowsOf(member, id)
  const documents = new Map<DocumentId, unknown>()
  for (const row of rows) {
    const { document } = await space.documents.load(documentOf(row), CORE_SLOT)
    const body = row.type === 'page' && A.spans(document, ['body'])
    documents.set(documentOf(row), { heads: A.getHeads(document).toSorted(), body, fields: A.toJS(document) })
    A.free(document)
  }
  const members = space.members.all().toSorted((one, other) => one.device.localeCompare(other.device))
  const hits = await space.search.query('carnet', 500)
  const wanted = rows.filter((row) => row.type !== 'place' && row.deletedAt === null).map(documentOf)
  const found = hits.map((hit) => hit.id).toSorted()
  same(found, wanted.toSorted(), `what ${member.name} finds`)
  return { rows, documents, members, found }
}

export async function rowsOf(member: TestCore, id: SpaceId): Promise<Row[]> {
  const { directory } = member.space(id)
  const rows: Row[] = []
  for (const type of documentTypes) rows.push(...(await directory.list(type)))
  return rows.sort((one, other) => documentOf(one).localeCompare(documentOf(other)))
}

export function documentOf(row: Row): DocumentId {
  if (row.type === 'page') return row.page
  return row.type === 'resource' ? row.resource : row.place
}

export function same(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  const show = (value: unknown) =>
    JSON.stringify(value, (_key, part) => (part instanceof Map ? Object.fromEntries(part) : part), 1)
  const lines = show(expected).split('\n')
  const different = show(actual)
    .split('\n')
    .flatMap((line, index) => (line === lines[index] ? [] : [`${line.trim()}  instead of  ${lines[index]?.trim()}`]))
  throw new Error(`${what}: different\n${different.slice(0, 12).join('\n')}`)
}
