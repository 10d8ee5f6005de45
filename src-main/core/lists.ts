import type { DocumentId, Timestamp } from '../../src-shared/ids.ts'
import type { Commands } from '../../src-shared/ipc/contract.ts'
import { DISCARDED, type PageRow } from '../../src-shared/model/page.ts'
import { latestFirst } from '../../src-shared/model/plausible-time.ts'
import type { ResourceRow } from '../../src-shared/model/resource.ts'

const french = new Intl.Collator('fr', { sensitivity: 'base', numeric: true })

export function byName<Row extends { name: string }>(rows: Row[]): Row[] {
  return rows.toSorted((one, other) => french.compare(one.name, other.name))
}

/** The pages that a list asks for, sorted, and how many there are in all. */
export function selectPages(
  rows: PageRow[],
  wanted: Commands['page.list']['parsed'],
  now: Timestamp,
): { pages: PageRow[]; total: number } {
  const pages = rows.filter(
    (row) =>
      (row.deletedAt !== null) === wanted.bin &&
      row.deletedAt !== DISCARDED &&
      (!wanted.kind || row.kind === wanted.kind) &&
      (!wanted.state || row.state === wanted.state) &&
      (!wanted.tag || row.tags.includes(wanted.tag)),
  )
  const latest = latestFirst(now)
  pages.sort((one, other) => {
    if (wanted.sort === 'title') return french.compare(one.title, other.title)
    if (wanted.sort === 'deleted') return latest(one.deletedAt ?? 0, other.deletedAt ?? 0)
    return latest(one.updatedAt, other.updatedAt)
  })
  return { pages: pages.slice(wanted.offset, wanted.offset + wanted.limit), total: pages.length }
}

/** The resources that the inventory asks for, sorted, and how many there are in all. */
export function selectResources(
  rows: ResourceRow[],
  wanted: Commands['resource.list']['parsed'],
  /** Those that hold the words asked; undefined when none are. */
  found: ReadonlySet<DocumentId> | undefined,
  placeName: (row: ResourceRow) => string,
  now: Timestamp,
): { resources: ResourceRow[]; total: number } {
  const resources = rows.filter(
    (row) =>
      (row.deletedAt !== null) === wanted.bin &&
      (!wanted.category || row.category === wanted.category) &&
      (!wanted.state || row.state === wanted.state) &&
      (!wanted.place || row.place === wanted.place) &&
      (!wanted.tag || row.tags.includes(wanted.tag)) &&
      (!found || found.has(row.resource)),
  )
  const compare = comparison(wanted, placeName, now)
  const direction = wanted.descending ? -1 : 1
  resources.sort((one, other) => direction * compare(one, other) || french.compare(one.name, other.name))
  return { resources: resources.slice(wanted.offset, wanted.offset + wanted.limit), total: resources.length }
}

type Comparison = (one: ResourceRow, other: ResourceRow) => number

/** By the field that was asked, upwards. */
function comparison(
  { sort, order = [] }: Commands['resource.list']['parsed'],
  placeName: (row: ResourceRow) => string,
  now: Timestamp,
): Comparison {
  const latest = latestFirst(now)
  // Their names are the window's: what they are called here is in no language.
  const placeOf = (value: string) => (order.includes(value) ? order.indexOf(value) : order.length)
  switch (sort) {
    case 'name':
      return (one, other) => french.compare(one.name, other.name)
    case 'quantity':
      return (one, other) => (one.quantity ?? -1) - (other.quantity ?? -1)
    case 'updated':
      return (one, other) => -latest(one.updatedAt, other.updatedAt)
    case 'deleted':
      return (one, other) => -latest(one.deletedAt ?? 0, other.deletedAt ?? 0)
    case 'place':
      // Two places of one name are two.
      return (one, other) =>
        french.compare(placeName(one), placeName(other)) || french.compare(one.place ?? '', other.place ?? '')
    case 'category':
    case 'state':
      return (one, other) => placeOf(one[sort]) - placeOf(other[sort]) || french.compare(one[sort], other[sort])
  }
}

/** Tags in use and how often, most frequent first. */
export function countTags(rows: { tags: string[]; deletedAt: number | null }[]): { tag: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    if (row.deletedAt !== null) continue
    for (const tag of row.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .sort((one, other) => other.count - one.count || french.compare(one.tag, other.tag))
}
