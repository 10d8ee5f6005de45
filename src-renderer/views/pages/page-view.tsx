import { ActionIcon, Alert, Anchor, Button, Group, Skeleton, Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowLeft, IconCheck, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import type { PageId } from '../../../src-shared/ids.ts'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { FieldVersions } from '../../components/field-versions.tsx'
import { showDone } from '../../components/show-done.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDocumentRow } from '../../hooks/use-document-row.ts'
import { isBegunHere } from '../../hooks/use-new-page.ts'
import { type OpenPage, usePageDocument } from '../../hooks/use-page-document.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { useWindowTitle } from '../../hooks/use-window-title.ts'
import { ExportMenu } from './export-menu.tsx'
import { PageBody } from './page-body.tsx'
import { edit, PageFieldsBar, PageTitle } from './page-fields-bar.tsx'
import { PageHeading } from './page-heading.tsx'
import { ReachNotice } from './reach-notice.tsx'
import { SaveNotice } from './save-notice.tsx'
import { useDiscardBlank } from './use-discard-blank.ts'

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
  // A core that starts again opens the page anew, and whoever writes goes on.
  const [writing, setWriting] = useState(() => isBegunHere(page))
  useDiscardBlank(page, document.state === 'open' ? document.page : undefined)
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
      {document.state === 'open' && (
        <OpenedPage page={page} open={document.page} fromBin={fromBin} wantsToWrite={writing} onWrite={setWriting} />
      )}
    </div>
  )
}

interface OpenedPageProps extends Required<PageViewProps> {
  open: OpenPage
  wantsToWrite: boolean
  onWrite(wantsTo: boolean): void
}

function OpenedPage({ page, open, fromBin, wantsToWrite, onWrite }: OpenedPageProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const [, navigate] = useLocation()
  const row = useDocumentRow(page, open.handle)
  const inBin = row.deletedAt !== null
  const { mayWrite } = useRights()
  const mayEdit = mayWrite && !inBin
  const writing = mayEdit && wantsToWrite
  const [isTyping, setTyping] = useState(false)
  const write = () => onWrite(true)
  useHotkeys([['E', () => !document.querySelector('[role="dialog"]') && write()]])
  useWindowTitle(row.title || t('pages.untitled'))
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
          <SaveNotice page={page} open={open} quiet={!writing} isTyping={isTyping} />
          <ReachNotice page={page} />
          <ExportMenu page={page} />
          {mayEdit && (
            <Tooltip label={t('action.delete')}>
              <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('action.delete')} onClick={onDelete}>
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          {mayEdit &&
            (writing ? (
              <Button variant="default" leftSection={<IconCheck size={18} />} onClick={() => onWrite(false)}>
                {t('pages.done')}
              </Button>
            ) : (
              <Button leftSection={<IconPencil size={18} />} aria-keyshortcuts="E" onClick={write}>
                {t('action.edit')}
              </Button>
            ))}
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
      <FieldVersions
        field={t('pages.titlePlaceholder')}
        standing={row.title}
        others={row.otherTitles}
        onChoose={mayEdit ? (title) => edit(open.handle, { title }) : undefined}
      />
      {writing ? (
        <>
          <VisuallyHidden component="h1">{row.title || t('pages.untitled')}</VisuallyHidden>
          <PageTitle row={row} handle={open.handle} onTyping={setTyping} />
          <PageFieldsBar row={row} handle={open.handle} />
        </>
      ) : (
        <PageHeading row={row} />
      )}
      <PageBody open={open} readOnly={!writing} />
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
