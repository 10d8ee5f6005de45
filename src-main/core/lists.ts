import type { DocumentId } from '../../src-shared/ids.ts'
import type { Commands } from '../../src-shared/ipc/contract.ts'
import type { PageRow } from '../../src-shared/model/page.ts'
import type { ResourceRow } from '../../src-shared/model/resource.ts'
import { DISCARDED } from '../../src-shared/model/row.ts'

const french = new Intl.Collator('fr', { sensitivity: 'base', numeric: true })

export function byName<Row extends { name: string }>(rows: Row[]): Row[] {
  return rows.toSorted((one, other) => french.compare(one.name, other.name))
}

/** The pages that a list asks for, sorted, and how many there are in all. */
export function selectPages(
  rows: PageRow[],
  wanted: Commands['page.list']['parsed'],
): { pages: PageRow[]; total: number } {
  const pages = rows.filter(
    (row) =>
      (row.deletedAt !== null) === wanted.bin &&
      row.deletedAt !== DISCARDED &&
      (!wanted.kind || row.kind === wanted.kind) &&
      (!wanted.state || row.state === wanted.state) &&
      (!wanted.tag || row.tags.includes(wanted.tag)),
  )
  pages.sort((one, other) =>
    wanted.sort === 'title' ? french.compare(one.title, other.title) : other.updatedAt - one.updatedAt,
  )
  return { pages: pages.slice(wanted.offset, wanted.offset + wanted.limit), total: pages.length }
}

/** The resources that the inventory asks for, sorted, and how many there are in all. */
export function selectResources(
  rows: ResourceRow[],
  wanted: Commands['resource.list']['parsed'],
  /** Those that hold the words asked; undefined when none are. */
  found: ReadonlySet<DocumentId> | undefined,
  placeName: (row: ResourceRow) => string,
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
  const direction = wanted.descending ? -1 : 1
  resources.sort((one, other) => direction * compareResources(one, other, wanted.sort, placeName))
  return { resources: resources.slice(wanted.offset, wanted.offset + wanted.limit), total: resources.length }
}

function compareResources(
  one: ResourceRow,
  other: ResourceRow,
  sort: Commands['resource.list']['parsed']['sort'],
  placeName: (row: ResourceRow) => string,
): number {
  switch (sort) {
    case 'quantity':
      return (one.quantity ?? -1) - (other.quantity ?? -1) || french.compare(one.name, other.name)
    case 'updated':
      return one.updatedAt - other.updatedAt
    case 'place':
      return french.compare(placeName(one), placeName(other)) || french.compare(one.name, other.name)
    case 'name':
    case 'category':
    case 'state':
      return french.compare(one[sort], other[sort]) || french.compare(one.name, other.name)
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
