import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceId } from '../../../src-shared/ids.ts'
import { showDone } from '../../components/show-done.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { ExistingResource } from './existing-resource.tsx'
import { ResourceForm } from './resource-form.tsx'

interface ResourceDrawerProps {
  /** `new`, or the resource to edit; undefined while closed. */
  opened: string | undefined
  onClose(): void
}

/** Adds, shows or edits one resource, beside the list. */
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
