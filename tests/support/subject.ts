import { isDeepStrictEqual } from 'node:util'
import * as A from '@automerge/automerge'
import { applySafely } from '../../src-main/core/documents/apply-safely.ts'
import type { LeftOut } from '../../src-main/core/documents/misnumbered.ts'
import type { DocumentId } from '../../src-shared/ids.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { editPage } from '../../src-shared/model/page.ts'
import { readRow, readSearchText, summarise } from '../../src-shared/model/row.ts'

/** Given so many changes, it is saved, loaded, compared, and begins anew. */
const CHANGES_PER_LIFE = 20

/** A page that strange changes are applied to, and that somebody goes on reading and writing. */
export class Subject {
  lives = 0
  applied = 0
  private document: A.Doc<Fields>
  private leftOut: LeftOut = {}

  constructor(
    private readonly first: A.Doc<Fields>,
    private readonly id: DocumentId,
    private readonly actor: string,
  ) {
    this.document = A.clone(first, { actor })
  }

  /** Throws when the document cannot be used afterwards as before. */
  receive(changes: Uint8Array[]): void {
    const heads = A.getHeads(this.document)
    const { document, leftOut } = applySafely(this.document, changes, this.leftOut)
    this.document = document
    this.leftOut = leftOut
    if (!isDeepStrictEqual(heads, A.getHeads(this.document))) this.applied++
    const title = `titre ${this.lives} ${this.applied}`
    this.document = A.change(this.document, { time: 1 }, (draft) => editPage(draft, { title, tags: ['lieu', title] }))
    const read = this.read(this.document)
    if (read.title !== title) throw new Error(`the title is ${JSON.stringify(read.title)} where ${title} was written`)
    if (this.applied >= CHANGES_PER_LIFE) this.begin()
  }

  /** Saves it, loads it, has its changes made again elsewhere, and compares; then begins anew. */
  begin(): void {
    const loaded = A.load<Fields>(A.save(this.document))
    const [made] = A.applyChanges(A.init<Fields>(), A.getAllChanges(this.document))
    for (const other of [loaded, made]) {
      if (!isDeepStrictEqual(A.getHeads(other), A.getHeads(this.document))) throw new Error('changes are lost')
      if (!isDeepStrictEqual(this.read(other), this.read(this.document))) throw new Error('content is lost')
      A.free(other)
    }
    A.free(this.document)
    this.forget()
  }

  /** Begins anew, whatever became of the document. */
  forget(): void {
    this.document = A.clone(this.first, { actor: this.actor })
    this.leftOut = {}
    this.lives++
    this.applied = 0
  }

  private read(document: A.Doc<Fields>) {
    const row = readRow(this.id, document, 1)
    const text = row && readSearchText(row, document)
    const title = row?.type === 'page' ? row.title : summarise(document).title
    return { row, text, title, summary: summarise(document) }
  }
}
