import { Button, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { PlaceId } from '../../../src-shared/ids.ts'
import type { PlaceRow } from '../../../src-shared/model/place.ts'
import { showDone } from '../../components/show-done.tsx'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { PlaceInputs, type PlaceValues } from '../welcome/place-inputs.tsx'

/** The name under which the other places know us, to be corrected. */
export function OurPlace({ place }: { place: PlaceId }) {
  const { space } = useSpace()
  const row = useAnswer('place.list', { space }).data?.places.find((one) => one.place === place)
  if (!row) return null
  return <PlaceForm key={`${row.name} ${row.commune}`} row={row} />
}

function PlaceForm({ row }: { row: PlaceRow }) {
  const { t } = useTranslation()
  const { space, name } = useSpace()
  const edit = useCommand('place.edit')
  const form = useForm<PlaceValues>({
    initialValues: { placeName: row.name, commune: row.commune },
    validate: { placeName: (text) => (text.trim() === '' ? t('welcome.required') : null) },
  })
  const submit = form.onSubmit(({ placeName, commune }) =>
    edit.mutate(
      { space, place: row.place, fields: { name: placeName, commune } },
      { onSuccess: () => showDone(t('settings.placeSaved')) },
    ),
  )
  return (
    <form onSubmit={submit} noValidate style={{ alignSelf: 'stretch' }}>
      <Stack gap="sm" align="flex-start">
        <Text>{t('settings.placeLead', { space: name })}</Text>
        <div style={{ alignSelf: 'stretch' }}>
          <PlaceInputs form={form} autoFocus={false} />
        </div>
        <Button type="submit" variant="default" loading={edit.isPending} disabled={!form.isDirty()}>
          {t('action.save')}
        </Button>
      </Stack>
    </form>
  )
}
