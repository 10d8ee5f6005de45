import { Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import { VersionsBadge } from '../../components/versions-badge.tsx'
import { mostVersions } from './most-versions.ts'
import type { PlaceNames } from './place-names.ts'
import type { ResourceSort } from './resource-filters.ts'
import { ResourceStateBadge } from './resource-state-badge.tsx'

interface ResourceTableProps {
  rows: ResourceRow[]
  places: PlaceNames
  sort: ResourceSort
  onSort(sort: ResourceSort): void
  onOpen(row: ResourceRow): void
}

const columns = ['name', 'category', 'quantity', 'place', 'state'] as const
type Column = (typeof columns)[number]
const widths: Record<Column, number | undefined> = {
  name: undefined,
  category: 130,
  quantity: 110,
  place: 170,
  state: 130,
}

/** A line a resource; where there is no room for columns, each line is folded under its name. */
export function ResourceTable({ rows, places, sort, onSort, onOpen }: ResourceTableProps) {
  const { t } = useTranslation()
  return (
    <div className="sheet resource-table">
      <Table
        stickyHeader
        stickyHeaderOffset="var(--app-shell-header-height)"
        highlightOnHover
        verticalSpacing={8}
        horizontalSpacing="md"
        aria-label={t('inventory.title')}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <SortHeader key={column} column={column} sort={sort} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.resource} onClick={() => onOpen(row)}>
              <Table.Td className="cell-name">
                <UnstyledButton
                  className="breakable"
                  fw={650}
                  onClick={(event) => {
                    event.stopPropagation()
                    onOpen(row)
                  }}
                >
                  {row.name}
                </UnstyledButton>{' '}
                <VersionsBadge others={mostVersions(row)} />
                {row.description && (
                  <Text size="sm" c="dimmed" lineClamp={1}>
                    {row.description}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{t(`inventory.categories.${row.category}`)}</Table.Td>
              <Table.Td className="cell-number">
                {row.quantity !== null && (
                  <>
                    <span className="only-folded">{t('inventory.quantity')} </span>
                    {row.quantity}
                  </>
                )}
              </Table.Td>
              <Table.Td>
                <PlaceName name={row.place ? (places.get(row.place) ?? '') : ''} />
              </Table.Td>
              <Table.Td>
                <ResourceStateBadge state={row.state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

interface SortHeaderProps {
  column: Column
  sort: ResourceSort
  onSort(sort: ResourceSort): void
}

function SortHeader({ column, sort, onSort }: SortHeaderProps) {
  const { t } = useTranslation()
  const isSorted = sort.sort === column
  const Glyph = sort.descending ? IconArrowDown : IconArrowUp
  return (
    <Table.Th
      scope="col"
      w={widths[column]}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <UnstyledButton
        className="sort-button"
        onClick={() => onSort({ sort: column, descending: isSorted && !sort.descending })}
      >
        {t(`inventory.${column}`)}
        {isSorted && <Glyph size={15} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  )
}

function PlaceName({ name }: { name: string }) {
  return (
    <Text size="sm" lineClamp={2} title={name}>
      {name}
    </Text>
  )
}
