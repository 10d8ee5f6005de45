import { Button, Group, Input, Loader, Stack, Text } from '@mantine/core'
import { Dropzone, type FileRejection } from '@mantine/dropzone'
import { IconPhotoPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../../src-shared/errors.ts'
import type { BlobHash } from '../../../src-shared/ids.ts'
import type { ResourceCategory } from '../../../src-shared/model/resource.ts'
import { showPictureError } from '../../components/show-error.ts'
import { storePicture } from '../../core/store-picture.ts'
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
  const choose = useRef<() => void>(null)
  const add = useMutation({
    mutationFn: (file: File) => storePicture(space, file),
    onSuccess: onChange,
    onError: (thrown, file) => showPictureError(thrown, [file]),
  })
  const onReject = (rejections: FileRejection[]) => {
    const [rejection] = rejections
    const isTooLarge = rejection?.errors.every(({ code }) => code === 'file-too-large')
    const refusal = new AppError(isTooLarge ? 'too-large' : 'invalid-input', 'a picture was refused')
    showPictureError(
      refusal,
      rejections.map(({ file }) => file),
    )
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
          onDrop={([file]) => file && add.mutate(file)}
          onReject={onReject}
          accept={accepted}
          maxSize={MAX_BYTES}
          maxFiles={1}
          multiple={false}
          disabled={add.isPending}
          inputProps={{ 'aria-label': t('inventory.choosePicture') }}
          openRef={choose}
          // Its button is what the keyboard and a screen reader meet.
          activateOnClick={false}
          activateOnKeyboard={false}
          styles={{ inner: { pointerEvents: 'all' } }}
        >
          <Group gap="sm" justify="center" mih={64}>
            {add.isPending ? <Loader size="sm" /> : <IconPhotoPlus size={26} stroke={1.4} aria-hidden />}
            <Button variant="default" size="xs" onClick={() => choose.current?.()}>
              {t('inventory.choosePicture')}
            </Button>
            <Text size="sm" c="dimmed">
              {t('inventory.dropPicture')}
            </Text>
          </Group>
        </Dropzone>
      )}
    </Stack>
  )
}
