import { Button, Group, Pagination, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconTools } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useKept } from '../../hooks/use-kept.ts'
import { useReceiving } from '../../hooks/use-receiving.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { useLabelOrder } from './label-order.ts'
import { usePlaceNames } from './place-names.ts'
import { ResourceCards } from './resource-cards.tsx'
import { ResourceDrawer } from './resource-drawer.tsx'
import { type Presentation, ResourceFilterBar } from './resource-filter-bar.tsx'
import { isNarrowed, type ResourceFilters, type ResourceSort } from './resource-filters.ts'
import { ResourceTable } from './resource-table.tsx'

const PER_PAGE = 50
const TYPING_PAUSE = 200

/** What the places of this network have, know and do. */
export function Inventory({ opened }: { opened: string | undefined }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const [, navigate] = useLocation()
  const [filters, setFilters] = useKept<ResourceFilters>('inventory filters', {})
  const [sort, setSort] = useKept<ResourceSort>('inventory order', { sort: 'name', descending: false })
  const [page, setPage] = useKept('inventory page', 1)
  const [presentation, setPresentation] = useKept<Presentation>('inventory presentation', 'table')
  const [asked] = useDebouncedValue(filters, TYPING_PAUSE)
  const places = usePlaceNames()
  const labels = useLabelOrder(sort.sort)
  const part = { offset: (page - 1) * PER_PAGE, limit: PER_PAGE }
  const list = useAnswer('resource.list', { space, ...asked, ...sort, ...labels, ...part })
  const total = list.data?.total
  const rows = list.data?.resources ?? []
  const lastPage = Math.max(1, Math.ceil((total ?? 0) / PER_PAGE))
  // What stood on the last page may have gone, here or elsewhere.
  useEffect(() => {
    if (total !== undefined && page > lastPage) setPage(lastPage)
  }, [total, page, lastPage, setPage])
  const isReceiving = useReceiving()
  const nothingAtAll = total === 0 && !isNarrowed(asked)
  const narrow = (next: ResourceFilters) => {
    setFilters(next)
    setPage(1)
  }
  const order = (next: ResourceSort) => {
    setSort(next)
    setPage(1)
  }
  const open = (row: ResourceRow) => navigate(`/inventory/${row.resource}`)
  const { mayWrite } = useRights()
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={18} />} onClick={() => navigate('/inventory/new')}>
      {t('inventory.add')}
    </Button>
  )

  return (
    <div className="view">
      <ViewHeader title={t('inventory.title')} {...(total ? { note: t('inventory.count', { count: total }) } : {})}>
        {add}
      </ViewHeader>
      {!nothingAtAll && (
        <ResourceFilterBar
          filters={filters}
          onChange={narrow}
          sort={sort}
          onSort={order}
          presentation={presentation}
          onPresent={setPresentation}
        />
      )}
      {list.isPending && <Skeleton height={320} radius="md" />}
      {list.isError && <FailureNotice error={list.error} onRetry={() => void list.refetch()} />}
      {nothingAtAll && isReceiving && (
        <EmptyState icon={IconTools} title={t('inventory.arriving')} lead={t('inventory.arrivingLead')} />
      )}
      {nothingAtAll && !isReceiving && (
        <EmptyState icon={IconTools} title={t('inventory.empty')} lead={t('inventory.emptyLead')}>
          {add}
        </EmptyState>
      )}
      {total === 0 && isNarrowed(asked) && (
        <EmptyState icon={IconTools} title={t('inventory.noMatch')}>
          <Button variant="default" onClick={() => narrow({})}>
            {t('action.clearFilters')}
          </Button>
        </EmptyState>
      )}
      {rows.length > 0 &&
        (presentation === 'table' ? (
          <ResourceTable rows={rows} places={places} sort={sort} onSort={order} onOpen={open} />
        ) : (
          <ResourceCards rows={rows} places={places} onOpen={open} />
        ))}
      {total !== undefined && total > PER_PAGE && (
        <Group justify="flex-end" pt="md">
          <Pagination
            total={lastPage}
            value={page}
            onChange={(next) => {
              setPage(next)
              window.scrollTo(0, 0)
            }}
            getControlProps={(control) => ({
              'aria-label': t(`inventory.${control === 'next' ? 'nextPage' : 'previousPage'}`),
            })}
          />
        </Group>
      )}
      <ResourceDrawer opened={opened} onClose={() => navigate('/inventory')} />
    </div>
  )
}
