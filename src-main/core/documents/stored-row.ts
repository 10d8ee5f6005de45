import type { DocumentId } from '../../../src-shared/ids.ts'
import { type Fields, tagMap } from '../../../src-shared/model/fields.ts'
import { READER_VERSION, type Row, readRow } from '../../../src-shared/model/row.ts'

/** A row on disk, with the version of the reader that made it. */
export interface StoredRow {
  reader: number
  row: Row
}

export function storedRow(row: Row): StoredRow {
  return { reader: READER_VERSION, row }
}

/**
 * The row that was stored. What another version stored may lack fields, or have others: until its document is read
 * again, it is read as a document is, which whatever it holds makes a row or none.
 */
export function readStoredRow(id: DocumentId, stored: StoredRow | Fields): Row | undefined {
  const { reader, row } = stored as Partial<StoredRow>
  if (reader === READER_VERSION && row) return row
  return readRow(id, asDocument((row ?? stored) as Fields), timeOf((row ?? stored) as Fields))
}

/** The first words of a body stand for all of it. */
function asDocument({ tags, excerpt, ...fields }: Fields): Fields {
  const known = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string' && tag !== '__proto__') : []
  return { ...fields, tags: tagMap(known), ...(typeof excerpt === 'string' && { body: excerpt }) }
}

function timeOf({ updatedAt }: Fields): number {
  return typeof updatedAt === 'number' ? updatedAt : 0
}
