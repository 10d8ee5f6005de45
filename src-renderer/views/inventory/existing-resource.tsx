import { Alert, Button, Skeleton, Text } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceId } from '../../../src-shared/ids.ts'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { PanelFoot } from '../../components/panel-foot.tsx'
import { showDone } from '../../components/show-done.tsx'
import { useCommand, useFreshAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { ResourceCard } from './resource-card.tsx'
import { ResourceForm } from './resource-form.tsx'
import { ResourceVersions } from './resource-versions.tsx'

interface ExistingResourceProps {
  resource: ResourceId
  onEdited(isEdited: boolean): void
  onClose(): void
}

/** One resource, read and then perhaps changed; one that is in the bin can be put back. */
export function ExistingResource({ resource, onEdited, onClose }: ExistingResourceProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const answer = useFreshAnswer('resource.get', { space, resource })
  const edit = useCommand('resource.edit')
  const remove = useCommand('resource.delete')
  const restore = useCommand('resource.restore')
  const { mayWrite } = useRights()
  const [editing, setEditing] = useState(false)
  const row = answer.data
  // What was read once stays: a form may hold words.
  if (!row && answer.isError) return <FailureNotice error={answer.error} onRetry={() => void answer.refetch()} />
  if (!row) return <Skeleton height={420} />
  const inBin = row.deletedAt !== null
  const done = (sentence: string) => ({
    onSuccess: () => {
      showDone(sentence, undefined, resource)
      onClose()
    },
  })
  const onDelete = () =>
    remove.mutate(
      { space, resource },
      {
        onSuccess: () => {
          const undo = { label: t('action.undo'), run: () => restore.mutate({ space, resource }) }
          showDone(t('inventory.deleted'), undo, resource)
          onClose()
        },
      },
    )

  const binNotice = inBin && (
    <Alert color="clay" variant="light" mb="md" role="status">
      <Text>{t('inventory.inBin')}</Text>
      {editing && mayWrite && (
        <Button
          size="xs"
          variant="default"
          mt="sm"
          loading={restore.isPending}
          onClick={() => restore.mutate({ space, resource })}
        >
          {t('action.restore')}
        </Button>
      )}
    </Alert>
  )
  if (editing) {
    return (
      <>
        {binNotice}
        <ResourceForm
          row={row}
          onEdited={onEdited}
          saving={edit.isPending}
          maySave={mayWrite && !inBin}
          onCancel={onClose}
          onSubmit={(_values, fields) => edit.mutate({ space, resource, fields }, done(t('inventory.saved')))}
        />
      </>
    )
  }
  return (
    <>
      {binNotice}
      <ResourceVersions
        row={row}
        onChoose={mayWrite && !inBin ? (fields) => edit.mutate({ space, resource, fields }) : undefined}
      />
      <ResourceCard row={row} />
      {mayWrite && (
        <PanelFoot>
          {inBin ? (
            <Button
              variant="default"
              loading={restore.isPending}
              onClick={() => restore.mutate({ space, resource }, done(t('bin.restored')))}
            >
              {t('action.restore')}
            </Button>
          ) : (
            <>
              <Button variant="subtle" color="gray" leftSection={<IconTrash size={16} />} onClick={onDelete}>
                {t('action.delete')}
              </Button>
              <Button leftSection={<IconPencil size={18} />} onClick={() => setEditing(true)}>
                {t('action.edit')}
              </Button>
            </>
          )}
        </PanelFoot>
      )}
    </>
  )
}
