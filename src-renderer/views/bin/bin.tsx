import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { Timestamp } from '../../../src-shared/ids.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { showDone } from '../../components/show-done.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { focusHeading } from '../../hooks/focus-heading.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { ResourceDrawer } from '../inventory/resource-drawer.tsx'
import { useBinPages, useBinResources } from './use-bin-list.ts'

/** What was set aside, and the way back. */
export function Bin({ opened }: { opened: string | undefined }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const [, navigate] = useLocation()
  const pages = useBinPages()
  const resources = useBinResources()
  const restorePage = useCommand('page.restore')
  const restoreResource = useCommand('resource.restore')
  const done = (id: string) => ({
    onSuccess: () => {
      showDone(t('bin.restored'), undefined, id)
      // The button that was pressed goes with its row.
      focusHeading()
    },
  })

  if (!pages.data || !resources.data) {
    const failed = [pages, resources].filter(({ isError }) => isError)
    return (
      <div className="view">
        <ViewHeader title={t('bin.title')} lead={t('bin.lead')} />
        {failed[0] ? (
          <FailureNotice error={failed[0].error} onRetry={() => failed.forEach((list) => void list.refetch())} />
        ) : (
          <Skeleton height={200} />
        )}
      </div>
    )
  }
  return (
    <div className="view">
      <ViewHeader title={t('bin.title')} lead={t('bin.lead')} />
      {countOf(pages.data.pages) + countOf(resources.data.pages) === 0 && (
        <EmptyState icon={IconTrash} title={t('bin.empty')} lead={t('bin.emptyLead')} />
      )}
      <BinList
        title={t('bin.pages', { count: countOf(pages.data.pages) })}
        more={pages}
        rows={pages.data.pages
          .flatMap((part) => part.pages)
          .map((row) => ({
            id: row.page,
            name: row.title || t('pages.untitled'),
            path: `/bin/pages/${row.page}`,
            deletedAt: row.deletedAt ?? row.updatedAt,
            restore: () => restorePage.mutate({ space, page: row.page }, done(row.page)),
          }))}
      />
      <BinList
        title={t('bin.resources', { count: countOf(resources.data.pages) })}
        more={resources}
        rows={resources.data.pages
          .flatMap((part) => part.resources)
          .map((row) => ({
            id: row.resource,
            name: row.name,
            path: `/bin/${row.resource}`,
            deletedAt: row.deletedAt ?? row.updatedAt,
            restore: () => restoreResource.mutate({ space, resource: row.resource }, done(row.resource)),
          }))}
      />
      <ResourceDrawer opened={opened} onClose={() => navigate('/bin')} />
    </div>
  )
}

/** How many there are in all, as said last. */
function countOf(parts: { total: number }[]): number {
  return parts.at(-1)?.total ?? 0
}

interface BinRow {
  id: string
  name: string
  /** Where it can be read before it is put back. */
  path: string
  deletedAt: Timestamp
  restore(): void
}

interface BinListProps {
  title: string
  rows: BinRow[]
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown }
}

function BinList({ title, rows, more }: BinListProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const { mayWrite } = useRights()
  if (rows.length === 0) return null
  return (
    <Stack gap="xs" mb="xl">
      <Title order={2}>{title}</Title>
      <ul className="sheet plain-list">
        {rows.map((row) => (
          <Group key={row.id} component="li" className="list-row" justify="space-between" wrap="nowrap">
            <div className="breakable">
              <Anchor component={Link} to={row.path} c="inherit" fw={650}>
                {row.name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {t('bin.deletedAt', { when: dates.ago(row.deletedAt) })}
              </Text>
            </div>
            {mayWrite && (
              <Button
                variant="default"
                flex="none"
                leftSection={<IconArrowBackUp size={18} />}
                onClick={row.restore}
                aria-label={t('bin.restoreOne', { name: row.name })}
              >
                {t('action.restore')}
              </Button>
            )}
          </Group>
        ))}
      </ul>
      {more.hasNextPage && (
        <Button
          variant="default"
          loading={more.isFetchingNextPage}
          onClick={() => void more.fetchNextPage()}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('action.showMore')}
        </Button>
      )}
    </Stack>
  )
}
