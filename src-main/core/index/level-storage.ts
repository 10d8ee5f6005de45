import type { StorageInterface } from 'flexsearch'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { type QueryWord, queryWords } from '../../../src-shared/search/query-words.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import { changedPostings, type Field, type PostingChanges } from './posting-list.ts'
import { type Scored, Scores } from './scores.ts'
import { bucketStart, listKey, prefixRange, storedPrefixes, termOf, termRange } from './term-keys.ts'

type Batch = ReturnType<ViewDatabase['batch']>
type DocumentTerms = Map<string, Field>

/** What FlexSearch hands to a storage: the terms of the documents added since the last commit, by slot. */
interface PendingIndex {
  db: unknown
  map: Map<string, (number[] | undefined)[]>
  ctx: Map<string, unknown>
  reg: Set<number>
  commit_task: { del?: number; ins?: number }[]
}

/** Title above tags above body; in each, a whole word above a beginning. */
const WEIGHTS = { whole: [9, 5, 2], prefix: [8, 4, 1] } as const
/** Lists read for one prefix. Texts made to have more give the first ones, in the order of the alphabet. */
const MAX_LISTS = 4_000
/** Lists merged between two looks at what else the process has to do. */
const LISTS_AT_ONCE = 2_000

/**
 * FlexSearch's persistent storage, over the views. FlexSearch encodes and builds the terms of what changed; they are
 * merged here with what is on disk, and the queries it encodes are answered here, so that memory holds no index.
 *
 * Unlike the storages that come with FlexSearch, a removal does not read the whole index: the terms of each document
 * are kept beside, and only the lists whose terms differ are written.
 */
export class LevelStorage {
  /** FlexSearch's name for the connection; ours belongs to the views. */
  readonly db = null
  private readonly postings: View<string>
  private readonly terms: View<string>
  private joined: (batch: Batch) => void = () => {}

  constructor(
    private readonly views: ViewDatabase,
    space: SpaceId,
  ) {
    this.postings = views.json(space, 'search-postings')
    this.terms = views.json(space, 'search-terms')
  }

  async mount(index: Parameters<StorageInterface['mount']>[0]): Promise<void> {
    const pending = index as unknown as PendingIndex
    pending.db = this
  }

  async open(): Promise<void> {}
  async close(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.clear()
  }

  async clear(): Promise<void> {
    await this.postings.clear()
    await this.terms.clear()
  }

  async has(document: number): Promise<boolean> {
    return (await this.terms.get(String(document))) !== undefined
  }

  /** What the next commit writes besides, all or nothing. */
  joinNextCommit(write: (batch: Batch) => void): void {
    this.joined = write
  }

  /** Called by FlexSearch. Whatever happens, nothing is left pending: the caller queues again what was not written. */
  async commit(index: PendingIndex): Promise<void> {
    const write = this.joined
    const changed = [...new Set(index.commit_task.flatMap(({ del, ins }) => del ?? ins ?? []))]
    const after = termsByDocument(index.map)
    index.map.clear()
    index.ctx.clear()
    index.reg.clear()
    index.commit_task = []
    this.joined = () => {}

    const stored = await this.terms.getMany(changed.map(String))
    const batch = this.views.batch()
    const changes = new Map<string, PostingChanges>()
    for (const [position, document] of changed.entries()) {
      const now = after.get(document)
      collectChanges(changes, document, withPrefixes(decodeTerms(stored[position])), withPrefixes(now ?? new Map()))
      if (now) batch.put(String(document), encodeTerms(now), { sublevel: this.terms })
      else batch.del(String(document), { sublevel: this.terms })
    }
    await this.mergeLists(batch, [...changes])
    write(batch)
    await batch.write()
  }

  private async mergeLists(batch: Batch, changes: [key: string, PostingChanges][]): Promise<void> {
    for (let from = 0; from < changes.length; from += LISTS_AT_ONCE) {
      const some = changes.slice(from, from + LISTS_AT_ONCE)
      const lists = await this.postings.getMany(some.map(([key]) => key))
      for (const [position, [key, listChanges]] of some.entries()) {
        const list = changedPostings(lists[position] ?? '', listChanges)
        if (list === '') batch.del(key, { sublevel: this.postings })
        else batch.put(key, list, { sublevel: this.postings })
      }
    }
  }

  /** Called by FlexSearch for a query of one term. */
  async get(term: string, _context: string, limit = 0, offset = 0): Promise<number[]> {
    return numbersOf(await this.rank([term]), limit, offset)
  }

  /** Called by FlexSearch for any other query. */
  async search(_index: unknown, terms: string[], limit = 0, offset = 0): Promise<number[]> {
    return numbersOf(await this.rank(terms), limit, offset)
  }

  /** The documents that hold every word, best first. */
  async rank(terms: string[]): Promise<Scored[]> {
    let scores: Scores | undefined
    // Long words are rare: they leave little to the others.
    const words = queryWords(terms).sort((one, other) => other.term.length - one.term.length)
    for (const word of words) {
      const found = await this.scoresOf(word)
      if (scores === undefined) scores = found
      else if (!scores.keepCommon(found)) return []
    }
    return scores === undefined ? [] : scores.bestFirst()
  }

  private async scoresOf(word: QueryWord): Promise<Scores> {
    const scores = new Scores()
    for (const spelling of word.spellings) {
      const lists = await this.postings.iterator(termRange(spelling)).all()
      for (const [key, list] of lists) scores.add(bucketStart(key), list, WEIGHTS.whole)
    }
    if (!word.asPrefix) return scores
    const lists = await this.postings.iterator({ ...prefixRange(word.term), limit: MAX_LISTS }).all()
    for (const [key, list] of lists) {
      if (!word.spellings.includes(termOf(key))) scores.add(bucketStart(key), list, WEIGHTS.prefix)
    }
    return scores
  }
}

function numbersOf(ranked: Scored[], limit: number, offset: number): number[] {
  return ranked.slice(offset, limit > 0 ? offset + limit : undefined).map(({ number }) => number)
}

function termsByDocument(map: PendingIndex['map']): Map<number, DocumentTerms> {
  const documents = new Map<number, DocumentTerms>()
  for (const [term, slots] of map) {
    for (const [field, ids] of slots.entries()) {
      for (const id of ids ?? []) {
        const terms = documents.get(id) ?? new Map()
        documents.set(id, terms)
        terms.set(term, field as Field)
      }
    }
  }
  return documents
}

/** Adds the prefixes that have lists of their own, each in the best field of its terms. */
function withPrefixes(terms: DocumentTerms): DocumentTerms {
  const all = new Map(terms)
  for (const [term, field] of terms) {
    for (const prefix of storedPrefixes(term)) {
      const best = all.get(prefix)
      if (best === undefined || field < best) all.set(prefix, field)
    }
  }
  return all
}

function collectChanges(
  changes: Map<string, PostingChanges>,
  document: number,
  before: DocumentTerms,
  after: DocumentTerms,
): void {
  const change = (term: string, field: Field | undefined) => {
    const key = listKey(term, document)
    const list = changes.get(key) ?? new Map()
    changes.set(key, list)
    list.set(document - bucketStart(key), field)
  }
  for (const [term, field] of after) if (before.get(term) !== field) change(term, field)
  for (const term of before.keys()) if (!after.has(term)) change(term, undefined)
}

/** `title terms\ntags terms\nbody terms`. */
function encodeTerms(terms: DocumentTerms): string {
  const lines: [string[], string[], string[]] = [[], [], []]
  for (const [term, field] of terms) lines[field].push(term)
  return lines.map((line) => line.join(' ')).join('\n')
}

function decodeTerms(stored: string | undefined): DocumentTerms {
  const terms: DocumentTerms = new Map()
  for (const [field, line] of (stored ?? '').split('\n').entries()) {
    for (const term of line.split(' ')) if (term !== '') terms.set(term, field as Field)
  }
  return terms
}
