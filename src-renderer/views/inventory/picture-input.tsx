import { Button, Group, Input, Loader, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconPhotoPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../../src-shared/errors.ts'
import type { BlobHash } from '../../../src-shared/ids.ts'
import type { ResourceCategory } from '../../../src-shared/model/resource.ts'
import { showError } from '../../components/show-error.ts'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { ResourcePicture } from './resource-picture.tsx'

/** Photographs of a telephone are 3 to 8 MB; more is a film or a mistake. */
const MAX_BYTES = 20_000_000
const accepted = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']

interface PictureInputProps {
  value: BlobHash | null
  name: string
  category: ResourceCategory
  onChange(hash: BlobHash | null): void
}

export function PictureInput({ value, name, category, onChange }: PictureInputProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const add = useCommand('blob.add')
  const onDrop = async ([file]: File[]) => {
    if (!file) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    add.mutate({ space, bytes, name: file.name.slice(0, 300) }, { onSuccess: ({ hash }) => onChange(hash) })
  }
  return (
    <Stack gap={4}>
      <Input.Label component="span">{t('inventory.picture')}</Input.Label>
      {value ? (
        <Group align="flex-end">
          <div className="form-picture">
            <ResourcePicture hash={value} category={category} name={name} />
          </div>
          <Button variant="subtle" color="gray" leftSection={<IconTrash size={16} />} onClick={() => onChange(null)}>
            {t('inventory.removePicture')}
          </Button>
        </Group>
      ) : (
        <Dropzone
          onDrop={(files) => void onDrop(files)}
          onReject={() => showError(new AppError('too-large', 'a picture was refused'))}
          accept={accepted}
          maxSize={MAX_BYTES}
          maxFiles={1}
          multiple={false}
          disabled={add.isPending}
          inputProps={{ 'aria-label': t('inventory.choosePicture') }}
        >
          <Group gap="sm" justify="center" mih={64}>
            {add.isPending ? <Loader size="sm" /> : <IconPhotoPlus size={26} stroke={1.4} aria-hidden />}
            <Text size="sm">{t('inventory.dropPicture')}</Text>
          </Group>
        </Dropzone>
      )}
    </Stack>
  )
}
