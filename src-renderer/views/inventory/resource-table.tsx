import { Button, Text } from '@mantine/core'
import { DataTable, type DataTableColumn } from 'mantine-datatable'
import { useTranslation } from 'react-i18next'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import type { PlaceNames } from './place-names.ts'
import type { ResourceSort } from './resource-filters.ts'
import { ResourceStateBadge } from './resource-state-badge.tsx'

interface ResourceTableProps {
  rows: ResourceRow[]
  places: PlaceNames
  sort: ResourceSort
  onSort(sort: ResourceSort): void
  onOpen(row: ResourceRow): void
  fetching: boolean
}

export function ResourceTable({ rows, places, sort, onSort, onOpen, fetching }: ResourceTableProps) {
  const { t } = useTranslation()
  const columns: DataTableColumn<ResourceRow>[] = [
    {
      accessor: 'name',
      title: t('inventory.name'),
      sortable: true,
      render: (row) => (
        <div>
          <Button variant="transparent" className="cell-button" onClick={() => onOpen(row)}>
            {row.name}
          </Button>
          {row.description && (
            <Text size="sm" c="dimmed" lineClamp={1}>
              {row.description}
            </Text>
          )}
        </div>
      ),
    },
    {
      accessor: 'category',
      title: t('inventory.category'),
      sortable: true,
      width: 130,
      render: (row) => t(`inventory.categories.${row.category}`),
    },
    { accessor: 'quantity', title: t('inventory.quantity'), sortable: true, width: 110, textAlign: 'right' },
    {
      accessor: 'place',
      title: t('inventory.place'),
      sortable: true,
      width: 170,
      render: (row) => <PlaceName name={row.place ? (places.get(row.place) ?? '') : ''} />,
    },
    {
      accessor: 'state',
      title: t('inventory.state'),
      sortable: true,
      width: 130,
      render: (row) => <ResourceStateBadge state={row.state} />,
    },
  ]
  return (
    <DataTable
      className="sheet"
      backgroundColor="var(--maillage-sheet)"
      height="100%"
      idAccessor="resource"
      records={rows}
      columns={columns}
      fetching={fetching}
      loaderBackgroundBlur={0}
      highlightOnHover
      verticalSpacing="sm"
      sortStatus={{ columnAccessor: sort.sort, direction: sort.descending ? 'desc' : 'asc' }}
      onSortStatusChange={({ columnAccessor, direction }) =>
        onSort({ sort: columnAccessor as ResourceSort['sort'], descending: direction === 'desc' })
      }
      onRowClick={({ record }) => onOpen(record)}
      noRecordsText=""
      noRecordsIcon={<span />}
    />
  )
}

function PlaceName({ name }: { name: string }) {
  return (
    <Text size="sm" lineClamp={2} title={name}>
      {name}
    </Text>
  )
}
