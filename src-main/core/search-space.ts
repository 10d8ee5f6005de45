import type { Timestamp } from '../../src-shared/ids.ts'
import type { Commands } from '../../src-shared/ipc/contract.ts'
import { latestFirst } from '../../src-shared/model/plausible-time.ts'
import type { Row } from '../../src-shared/model/row.ts'
import { idOf } from './documents/directory.ts'
import type { Space } from './space.ts'

/** What holds the words, best first and of equals the most recent, a part at a time; and how many there are in all. */
export async function searchSpace(
  { search, directory }: Pick<Space, 'search' | 'directory'>,
  { text, kind, offset = 0, limit }: Commands['search.query']['parsed'],
  now: Timestamp,
): Promise<Commands['search.query']['out']> {
  const latest = latestFirst(now)
  const scores = new Map((await search.find(text)).map(({ id, score }) => [id, score]))
  const rows = await directory.rowsOf([...scores.keys()])
  const scoreOf = (row: Row) => scores.get(idOf(row)) ?? 0
  const found = rows
    .filter(({ type, deletedAt }) => deletedAt === null && type !== 'place' && (!kind || type === kind))
    .sort((one, other) => scoreOf(other) - scoreOf(one) || latest(one.updatedAt, other.updatedAt))
  return { hits: await search.hits(found.slice(offset, offset + limit).map(idOf), text), total: found.length }
}
