import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { useCommand } from '../../core/use-core.ts'
import { PlaceInputs, type PlaceValues } from './place-inputs.tsx'

interface CreateValues extends PlaceValues {
  name: string
}

/** A new network with our place as its first member. */
export function CreateForm({ onCreated }: { onCreated(space: SpaceId): void }) {
  const { t } = useTranslation()
  const create = useCommand('space.create')
  const needed = (text: string) => (text.trim() === '' ? t('welcome.required') : null)
  const form = useForm<CreateValues>({
    initialValues: { placeName: '', commune: '', name: '' },
    validate: { placeName: needed, name: needed },
  })
  const submit = form.onSubmit(({ name, placeName, commune }) =>
    create.mutate({ name, place: { name: placeName, commune } }, { onSuccess: ({ space }) => onCreated(space) }),
  )

  return (
    <form onSubmit={submit} noValidate>
      <Stack className="sheet" p="xl" maw={640}>
        <Title order={2}>{t('welcome.create')}</Title>
        <PlaceInputs form={form} />
        <TextInput
          label={t('welcome.networkName')}
          description={t('welcome.networkNameHint')}
          maxLength={120}
          required
          {...form.getInputProps('name')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {t('welcome.createAction')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
