import { Button, Skeleton, Stack } from '@mantine/core'
import { IconFileText, IconNotes, IconPlus } from '@tabler/icons-react'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { useKept } from '../../hooks/use-kept.ts'
import { useNewPage } from '../../hooks/use-new-page.ts'
import { useReceiving } from '../../hooks/use-receiving.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { PageFilterBar } from './page-filter-bar.tsx'
import { isNarrowed, type PageFilters } from './page-filters.ts'
import { PageRows } from './page-rows.tsx'
import { usePageList } from './use-page-list.ts'

/** Everything written in this network. */
export function Pages() {
  const { t } = useTranslation()
  const { mayWrite } = useRights()
  const [filters, setFilters] = useKept<PageFilters>('pages filters', { sort: 'updated' })
  const list = usePageList(filters)
  const rows = list.data?.pages.flatMap((part) => part.pages) ?? []
  const total = list.data?.pages.at(-1)?.total
  const { fetchNextPage } = list
  const showMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const isReceiving = useReceiving()
  const nothingAtAll = total === 0 && !isNarrowed(filters)

  return (
    <div className="view">
      <ViewHeader title={t('pages.title')} {...(total ? { note: t('pages.count', { count: total }) } : {})}>
        {mayWrite && (
          <Button component={Link} to="/notes" variant="default" leftSection={<IconNotes size={18} />}>
            {t('pages.importNotes')}
          </Button>
        )}
        <NewPage />
      </ViewHeader>
      {!nothingAtAll && <PageFilterBar filters={filters} onChange={setFilters} />}
      {list.isPending && <PageSkeletons />}
      {list.isError && <FailureNotice error={list.error} onRetry={() => void list.refetch()} />}
      {nothingAtAll && isReceiving && (
        <EmptyState icon={IconFileText} title={t('pages.arriving')} lead={t('pages.arrivingLead')} />
      )}
      {nothingAtAll && !isReceiving && (
        <EmptyState icon={IconFileText} title={t('pages.empty')} lead={t('pages.emptyLead')}>
          <NewPage />
        </EmptyState>
      )}
      {total === 0 && isNarrowed(filters) && (
        <EmptyState icon={IconFileText} title={t('pages.noMatch')}>
          <Button variant="default" onClick={() => setFilters({ sort: filters.sort })}>
            {t('action.clearFilters')}
          </Button>
        </EmptyState>
      )}
      {rows.length > 0 && <PageRows rows={rows} hasMore={list.hasNextPage} onEnd={showMore} />}
    </div>
  )
}

function NewPage() {
  const { t } = useTranslation()
  const { mayWrite } = useRights()
  const { begin, isBeginning } = useNewPage()
  if (!mayWrite) return null
  return (
    <Button leftSection={<IconPlus size={18} />} loading={isBeginning} onClick={begin} aria-keyshortcuts="Control+N">
      {t('pages.new')}
    </Button>
  )
}

function PageSkeletons() {
  return (
    <Stack gap="sm" aria-hidden>
      {[1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={70} radius="md" />
      ))}
    </Stack>
  )
}
