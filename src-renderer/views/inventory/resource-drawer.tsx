import { Button, Group, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ResourceId } from '../../../src-shared/ids.ts'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { showDone } from '../../components/show-done.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { ResourceForm } from './resource-form.tsx'

interface ResourceDrawerProps {
  /** `new`, or the resource to edit; undefined while closed. */
  opened: string | undefined
  onClose(): void
}

/** Adds or edits one resource, beside the list. */
export function ResourceDrawer({ opened, onClose }: ResourceDrawerProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const isNew = opened === 'new'
  return (
    <SidePanel
      opened={opened !== undefined}
      onClose={onClose}
      width={520}
      title={isNew ? t('inventory.add') : t('inventory.edit')}
    >
      {isNew && <NewResource space={space} onClose={onClose} />}
      {opened !== undefined && !isNew && (
        <ExistingResource key={opened} resource={opened as ResourceId} onClose={onClose} />
      )}
    </SidePanel>
  )
}

function NewResource({ space, onClose }: { space: ReturnType<typeof useSpace>['space']; onClose(): void }) {
  const { t } = useTranslation()
  const add = useCommand('resource.add')
  return (
    <ResourceForm
      row={undefined}
      saving={add.isPending}
      onCancel={onClose}
      onSubmit={(resource) =>
        add.mutate(
          { space, resource },
          {
            onSuccess: () => {
              showDone(t('inventory.added'))
              onClose()
            },
          },
        )
      }
    />
  )
}

function ExistingResource({ resource, onClose }: { resource: ResourceId; onClose(): void }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const answer = useAnswer('resource.get', { space, resource })
  const edit = useCommand('resource.edit')
  const remove = useCommand('resource.delete')
  const restore = useCommand('resource.restore')
  if (answer.isError) return <FailureNotice error={answer.error} onRetry={() => void answer.refetch()} />
  const row = answer.data
  if (!row || row.resource !== resource) return <Skeleton height={420} />
  const onDelete = () =>
    remove.mutate(
      { space, resource },
      {
        onSuccess: () => {
          const undo = { label: t('action.undo'), run: () => restore.mutate({ space, resource }) }
          showDone(t('inventory.deleted'), undo)
          onClose()
        },
      },
    )
  return (
    <>
      <ResourceForm
        row={row}
        saving={edit.isPending}
        onCancel={onClose}
        onSubmit={(fields) =>
          edit.mutate(
            { space, resource, fields },
            {
              onSuccess: () => {
                showDone(t('inventory.saved'))
                onClose()
              },
            },
          )
        }
      />
      {row.deletedAt === null && (
        <Group mt="md">
          <Button variant="subtle" color="gray" leftSection={<IconTrash size={16} />} onClick={onDelete}>
            {t('action.delete')}
          </Button>
        </Group>
      )}
    </>
  )
}
