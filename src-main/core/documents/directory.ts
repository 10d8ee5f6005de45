import { AppError } from '../../../src-shared/errors.ts'
import type { DocumentId, SpaceId } from '../../../src-shared/ids.ts'
import type { DocumentType, Row } from '../../../src-shared/model/row.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import { readStoredRow, type StoredRow, storedRow } from './stored-row.ts'

/** The rows of every list of a space. Read from the disk when first asked for, then kept. */
export class Directory {
  private readonly stored: View<StoredRow>
  private readonly rows = new Map<DocumentId, Row>()
  private readonly idsOf: Record<DocumentType, Set<DocumentId>> = {
    page: new Set(),
    resource: new Set(),
    place: new Set(),
  }
  private loading: Promise<void> | null = null

  constructor(views: ViewDatabase, space: SpaceId) {
    this.stored = views.json(space, 'rows')
  }

  /** Keeps a row with `batch`. */
  putTo(batch: ReturnType<ViewDatabase['batch']>, row: Row): void {
    batch.put(idOf(row), storedRow(row), { sublevel: this.stored })
  }

  /** Lists a row from now on. Its document's changes are written: whoever sees it can open it. */
  show(row: Row): void {
    const id = idOf(row)
    const before = this.rows.get(id)
    if (before && before.type !== row.type) this.idsOf[before.type].delete(id)
    this.idsOf[row.type].add(id)
    this.rows.set(id, row)
  }

  /** Lists a document no longer. Undefined when it was not listed. */
  async removeTo(batch: ReturnType<ViewDatabase['batch']>, id: DocumentId): Promise<Row | undefined> {
    const row = await this.get(id)
    if (!row) return undefined
    batch.del(id, { sublevel: this.stored })
    this.idsOf[row.type].delete(id)
    this.rows.delete(id)
    return row
  }

  /** A row at least as recent is known already. */
  has(row: Row): boolean {
    const known = this.rows.get(idOf(row))
    return known !== undefined && known.updatedAt >= row.updatedAt
  }

  /** Rows of one type. The array is the caller's. */
  async list<Type extends DocumentType>(type: Type): Promise<Extract<Row, { type: Type }>[]> {
    await this.load()
    const isOfType = (row: Row): row is Extract<Row, { type: Type }> => row.type === type
    return [...this.idsOf[type]].flatMap((id) => this.rows.get(id) ?? []).filter(isOfType)
  }

  /** Rows of these documents, those that are listed. */
  async rowsOf(ids: DocumentId[]): Promise<Row[]> {
    await this.load()
    return ids.flatMap((id) => this.rows.get(id) ?? [])
  }

  async get(id: DocumentId): Promise<Row | undefined> {
    const shown = this.rows.get(id)
    if (shown) return shown
    const stored = await this.stored.get(id)
    return stored && readStoredRow(id, stored)
  }

  private load(): Promise<void> {
    this.loading ??= this.readStored()
    return this.loading
  }

  private async readStored(): Promise<void> {
    for await (const [key, stored] of this.stored.iterator()) {
      const id = key as DocumentId
      const row = this.rows.has(id) ? undefined : readStoredRow(id, stored)
      if (row) this.show(row)
    }
  }
}

/** @throws AppError `not-found` for a row of another type, and for none */
export function rowOfType<Type extends DocumentType>(row: Row | undefined, type: Type): Extract<Row, { type: Type }> {
  if (row?.type !== type) throw new AppError('not-found', `there is no such ${type}`)
  return row as Extract<Row, { type: Type }>
}

export function idOf(row: Row): DocumentId {
  switch (row.type) {
    case 'page':
      return row.page
    case 'resource':
      return row.resource
    case 'place':
      return row.place
  }
}
