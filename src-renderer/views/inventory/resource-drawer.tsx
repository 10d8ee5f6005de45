import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceId } from '../../../src-shared/ids.ts'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { showDone } from '../../components/show-done.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { ResourceForm } from './resource-form.tsx'

interface ResourceDrawerProps {
  /** `new`, or the resource to edit; undefined while closed. */
  opened: string | undefined
  onClose(): void
}

/** Adds or edits one resource, beside the list; one that is in the bin is read, and can be put back. */
export function ResourceDrawer({ opened, onClose }: ResourceDrawerProps) {
  const { t } = useTranslation()
  const isNew = opened === 'new'
  const [edited, setEdited] = useState<string>()
  const close = () => {
    setEdited(undefined)
    onClose()
  }
  const onEdited = (isEdited: boolean) => setEdited(isEdited ? opened : undefined)
  const resource = opened === undefined || isNew ? undefined : (opened as ResourceId)
  return (
    <SidePanel
      opened={opened !== undefined}
      onClose={close}
      width={520}
      holdsWords={edited !== undefined && edited === opened}
      title={isNew ? t('inventory.add') : t('inventory.one')}
    >
      {isNew && <NewResource onEdited={onEdited} onClose={close} />}
      {resource && <ExistingResource key={resource} resource={resource} onEdited={onEdited} onClose={close} />}
    </SidePanel>
  )
}

interface PanelProps {
  onEdited(isEdited: boolean): void
  onClose(): void
}

function NewResource({ onEdited, onClose }: PanelProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const add = useCommand('resource.add')
  return (
    <ResourceForm
      row={undefined}
      readOnly={false}
      onEdited={onEdited}
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

function ExistingResource({ resource, onEdited, onClose }: PanelProps & { resource: ResourceId }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const answer = useAnswer('resource.get', { space, resource })
  const edit = useCommand('resource.edit')
  const remove = useCommand('resource.delete')
  const restore = useCommand('resource.restore')
  const { mayWrite } = useRights()
  if (answer.isError) return <FailureNotice error={answer.error} onRetry={() => void answer.refetch()} />
  const row = answer.data
  if (!row || row.resource !== resource) return <Skeleton height={420} />
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
  const inBin = row.deletedAt !== null
  const readOnly = inBin || !mayWrite
  const onRestore = () =>
    restore.mutate(
      { space, resource },
      {
        onSuccess: () => {
          showDone(t('bin.restored'), undefined, resource)
          onClose()
        },
      },
    )
  return (
    <>
      {inBin && (
        <Alert color="clay" variant="light" mb="md">
          <Stack align="flex-start" gap="xs">
            <Text>{t('inventory.inBin')}</Text>
            {mayWrite && (
              <Button size="xs" variant="default" loading={restore.isPending} onClick={onRestore}>
                {t('action.restore')}
              </Button>
            )}
          </Stack>
        </Alert>
      )}
      <ResourceForm
        row={row}
        readOnly={readOnly}
        onEdited={onEdited}
        saving={edit.isPending}
        onCancel={onClose}
        onSubmit={(_values, fields) =>
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
      {!readOnly && (
        <Group mt="md">
          <Button variant="subtle" color="gray" leftSection={<IconTrash size={16} />} onClick={onDelete}>
            {t('action.delete')}
          </Button>
        </Group>
      )}
    </>
  )
}
