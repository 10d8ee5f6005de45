import { setImmediate } from 'node:timers/promises'
import { Index } from 'flexsearch'
import type { DocumentId, SpaceId } from '../../../src-shared/ids.ts'
import type { Hit, SnippetPart } from '../../../src-shared/ipc/contract.ts'
import type { SearchText } from '../../../src-shared/model/row.ts'
import { searchTerms } from '../../../src-shared/search/normalize.ts'
import { highlight, snippet } from '../../../src-shared/search/snippet.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import { LevelStorage } from './level-storage.ts'
import { type Field, fields } from './posting-list.ts'

export interface SearchEntry {
  id: DocumentId
  kind: 'page' | 'resource'
  text: SearchText
}

/** A document that holds every word asked, and how well: for the title, the tags or the body, whole or begun. */
export interface Found {
  id: DocumentId
  score: number
}

/** Documents written in one batch: the more of them, the fewer times the list of a common word is written. */
const CHUNK_ENTRIES = 256
/** Characters indexed before others have their turn: about ten milliseconds. */
const TURN_CHARACTERS = 32 * 1024
const CHUNK_CHARACTERS = 1024 * 1024
/** Text kept to show around what was found. All of the body is indexed, its first words are shown. */
const STORED_BODY = 20_000
const MAX_QUERY = 200
const SNIPPET_LENGTH = 180
/** Among the keys of the numbers, which are document ids: none is that short. */
const NEXT_NUMBER = 'next'

/**
 * The full-text search of one space, kept on disk: opening it reads nothing, a query reads the lists of its words.
 * What is put or removed waits in a queue until `commit`; a query commits first.
 */
export class SearchIndex {
  private readonly storage: LevelStorage
  private readonly index: Index<false, LevelStorage>
  /** Documents are numbered, from 1: lists of numbers are short. */
  private readonly numbers: View<number>
  private readonly entries: View<SearchEntry>
  private readonly queue = new Map<DocumentId, SearchEntry | null>()
  private committing: Promise<void> = Promise.resolve()
  private next: number | undefined
  /** The document of each number; read when somebody first searches. */
  private ids: Promise<Map<number, DocumentId>> | undefined
  private field: Field = fields.title

  constructor(views: ViewDatabase, space: SpaceId) {
    this.numbers = views.json(space, 'search-numbers')
    this.entries = views.json(space, 'search-entries')
    this.storage = new LevelStorage(views, space)
    // The slot of a term is the field it stands in, and not, as FlexSearch has it, how early.
    this.index = new Index<false, LevelStorage>({
      encode: searchTerms,
      score: () => this.field,
      resolution: 3,
      commit: false,
    })
    void this.index.mount(this.storage)
  }

  /** Replaces what was indexed for this document. */
  put(entry: SearchEntry): void {
    this.queue.set(entry.id, entry)
  }

  remove(id: DocumentId): void {
    this.queue.set(id, null)
  }

  /** Writes what waits, in batches that each are whole. What could not be written still waits. */
  commit(): Promise<void> {
    this.committing = this.committing.catch(() => {}).then(() => this.writeQueue())
    return this.committing
  }

  /** Best first. */
  async query(text: string, limit: number): Promise<Hit[]> {
    const found = await this.find(text)
    return this.hits(
      found.slice(0, limit).map(({ id }) => id),
      text,
    )
  }

  /** All of them, best first; equals in the order in which they were first put. */
  async find(text: string): Promise<Found[]> {
    if (this.queue.size > 0) await this.commit()
    const ranked = await this.storage.rank(searchTerms(text.slice(0, MAX_QUERY)))
    const ids = await this.numberedIds()
    return ranked.flatMap(({ number, score }) => {
      const id = ids.get(number)
      return id === undefined ? [] : { id, score }
    })
  }

  /** What is shown of documents that were found. */
  async hits(ids: DocumentId[], text: string): Promise<Hit[]> {
    const numbers = await this.numbers.getMany(ids)
    const entries = await this.entries.getMany(numbers.map(String))
    return entries.flatMap((entry) => (entry === undefined ? [] : toHit(entry, text.slice(0, MAX_QUERY))))
  }

  private numberedIds(): Promise<Map<number, DocumentId>> {
    this.ids ??= this.readIds().catch((refused: unknown) => {
      this.ids = undefined
      throw refused
    })
    return this.ids
  }

  private async readIds(): Promise<Map<number, DocumentId>> {
    const ids = new Map<number, DocumentId>()
    for await (const [id, number] of this.numbers.iterator()) {
      if (id !== NEXT_NUMBER) ids.set(number, id as DocumentId)
    }
    return ids
  }

  private async writeQueue(): Promise<void> {
    while (this.queue.size > 0) {
      const chunk = this.nextChunk()
      await this.writeChunk(chunk)
      // Put again meanwhile: it waits for the next turn.
      for (const [id, entry] of chunk) if (this.queue.get(id) === entry) this.queue.delete(id)
    }
  }

  private nextChunk(): Map<DocumentId, SearchEntry | null> {
    const chunk = new Map<DocumentId, SearchEntry | null>()
    let characters = 0
    for (const [id, entry] of this.queue) {
      chunk.set(id, entry)
      characters += entry?.text.body.length ?? 0
      if (chunk.size === CHUNK_ENTRIES || characters >= CHUNK_CHARACTERS) break
    }
    return chunk
  }

  private async writeChunk(chunk: Map<DocumentId, SearchEntry | null>): Promise<void> {
    const ids = [...chunk.keys()]
    const known = await this.numbers.getMany(ids)
    let next = this.next ?? (await this.numbers.get(NEXT_NUMBER)) ?? 1
    const numbered = ids.map((id, position) => {
      const entry = chunk.get(id) ?? null
      return { id, entry, number: known[position] ?? (entry === null ? undefined : next++) }
    })
    let characters = 0
    for (const { entry, number } of numbered) {
      if (number === undefined) continue
      if (entry === null) this.index.remove(number)
      else this.addToIndex(number, entry.text)
      characters += entry?.text.body.length ?? 0
      if (characters < TURN_CHARACTERS) continue
      characters = 0
      await setImmediate()
    }
    this.storage.joinNextCommit((batch) => {
      for (const { id, entry, number } of numbered) {
        if (number === undefined) continue
        if (entry === null) {
          batch.del(id, { sublevel: this.numbers }).del(String(number), { sublevel: this.entries })
        } else {
          batch.put(id, number, { sublevel: this.numbers })
          batch.put(String(number), shortened(entry), { sublevel: this.entries })
        }
      }
      batch.put(NEXT_NUMBER, next, { sublevel: this.numbers })
    })
    await this.index.commit()
    this.next = next
    const numberedIds = await this.ids
    for (const { id, entry, number } of numbered) {
      if (number === undefined) continue
      if (entry === null) numberedIds?.delete(number)
      else numberedIds?.set(number, id)
    }
  }

  /** Best field first: FlexSearch keeps a term in the first slot that it was given. */
  private addToIndex(number: number, text: SearchText): void {
    this.field = fields.title
    this.index.add(number, text.title)
    this.field = fields.tags
    this.index.append(number, text.tags)
    this.field = fields.body
    this.index.append(number, text.body)
  }
}

function shortened({ id, kind, text }: SearchEntry): SearchEntry {
  return { id, kind, text: { ...text, body: text.body.slice(0, STORED_BODY) } }
}

function toHit({ id, kind, text }: SearchEntry, asked: string): Hit {
  return { id, kind, title: highlight(text.title, asked), snippet: aroundMatch(text, asked) }
}

/** From the body; from the tags when only they hold a word of the query. */
function aroundMatch({ tags, body }: SearchText, asked: string): SnippetPart[] {
  const fromBody = snippet(body, asked, SNIPPET_LENGTH)
  if (fromBody.some(({ match }) => match)) return fromBody
  const fromTags = highlight(tags, asked)
  return fromTags.some(({ match }) => match) ? fromTags : fromBody
}
