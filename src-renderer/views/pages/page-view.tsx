import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconArrowLeft, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import type { PageId } from '../../../src-shared/ids.ts'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { showDone } from '../../components/show-done.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDocumentRow } from '../../hooks/use-document-row.ts'
import { type OpenPage, usePageDocument } from '../../hooks/use-page-document.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { ExportMenu } from './export-menu.tsx'
import { PageBody } from './page-body.tsx'
import { PageFieldsBar, PageTitle } from './page-fields-bar.tsx'
import { ReachNotice } from './reach-notice.tsx'
import { SaveNotice } from './save-notice.tsx'

/** As high while the page opens as with its buttons: the title stays where it is. */
const top = { justify: 'space-between', mb: 'md', mih: 36 }

interface PageViewProps {
  page: PageId
  /** Opened from the bin, to which its way back leads. */
  fromBin?: boolean
}

/** One page, being read or written. */
export function PageView({ page, fromBin = false }: PageViewProps) {
  const document = usePageDocument(page)
  return (
    <div className="view view-page">
      {document.state === 'opening' && (
        <>
          <Group {...top}>
            <WayBack toBin={fromBin} />
          </Group>
          <Stack aria-hidden>
            <Skeleton height={40} width="60%" />
            <Skeleton height={20} width="40%" />
            <Skeleton height={320} />
          </Stack>
        </>
      )}
      {document.state === 'failed' && (
        <Stack>
          <WayBack toBin={fromBin} />
          <FailureNotice error={document.error} onRetry={() => window.location.reload()} />
        </Stack>
      )}
      {document.state === 'open' && <OpenedPage page={page} open={document.page} fromBin={fromBin} />}
    </div>
  )
}

function OpenedPage({ page, open, fromBin }: Required<PageViewProps> & { open: OpenPage }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const [, navigate] = useLocation()
  const row = useDocumentRow(page, open.handle)
  const inBin = row.deletedAt !== null
  const { mayWrite } = useRights()
  const readOnly = inBin || !mayWrite
  const remove = useCommand('page.delete')
  const restore = useCommand('page.restore')
  const onDelete = () =>
    remove.mutate(
      { space, page },
      {
        onSuccess: () => {
          navigate('/pages')
          const undo = { label: t('action.undo'), run: () => restore.mutate({ space, page }) }
          showDone(t('pages.deleted'), undo, page)
        },
      },
    )
  const onRestore = () =>
    restore.mutate({ space, page }, { onSuccess: () => showDone(t('bin.restored'), undefined, page) })

  // Whoever put it back, it is no part of the bin any more.
  if (fromBin && !inBin) return <Redirect to={`/pages/${page}`} replace />
  return (
    <>
      <Group {...top}>
        <WayBack toBin={fromBin} />
        <Group gap="sm">
          <SaveNotice page={page} open={open} />
          <ReachNotice page={page} />
          <ExportMenu page={page} />
          {!readOnly && (
            <Button variant="subtle" color="gray" leftSection={<IconTrash size={18} />} onClick={onDelete}>
              {t('action.delete')}
            </Button>
          )}
        </Group>
      </Group>
      {inBin && (
        <Alert color="clay" variant="light" mb="md">
          <Group justify="space-between">
            <Text>{t('pages.inBin')}</Text>
            {mayWrite && (
              <Button size="xs" variant="default" onClick={onRestore}>
                {t('action.restore')}
              </Button>
            )}
          </Group>
        </Alert>
      )}
      <VisuallyHidden component="h1">{row.title || t('pages.untitled')}</VisuallyHidden>
      <PageTitle row={row} handle={open.handle} readOnly={readOnly} />
      <PageFieldsBar row={row} handle={open.handle} readOnly={readOnly} />
      <PageBody open={open} readOnly={readOnly} />
    </>
  )
}

function WayBack({ toBin }: { toBin: boolean }) {
  const { t } = useTranslation()
  return (
    <Anchor component={Link} to={toBin ? '/bin' : '/pages'} c="dimmed">
      <Group gap={6}>
        <IconArrowLeft size={18} aria-hidden />
        {t(toBin ? 'bin.title' : 'pages.title')}
      </Group>
    </Anchor>
  )
}
