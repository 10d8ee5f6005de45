import type { Commands } from '../../src-shared/ipc/contract.ts'
import type { Row } from '../../src-shared/model/row.ts'
import { idOf } from './documents/directory.ts'
import type { Space } from './space.ts'

/** What holds the words, best first and of equals the most recent, a part at a time; and how many there are in all. */
export async function searchSpace(
  { search, directory }: Pick<Space, 'search' | 'directory'>,
  { text, kind, offset = 0, limit }: Commands['search.query']['parsed'],
): Promise<Commands['search.query']['out']> {
  const scores = new Map((await search.find(text)).map(({ id, score }) => [id, score]))
  const rows = await directory.rowsOf([...scores.keys()])
  const scoreOf = (row: Row) => scores.get(idOf(row)) ?? 0
  const found = rows
    .filter(({ type, deletedAt }) => deletedAt === null && type !== 'place' && (!kind || type === kind))
    .sort((one, other) => scoreOf(other) - scoreOf(one) || other.updatedAt - one.updatedAt)
  return { hits: await search.hits(found.slice(offset, offset + limit).map(idOf), text), total: found.length }
}
