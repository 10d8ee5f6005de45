import { Group, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'

export interface PlaceValues {
  placeName: string
  commune: string
}

/** Who we are, asked the same way when creating and when joining. */
export function PlaceInputs<Values extends PlaceValues>({
  form,
  autoFocus = true,
}: {
  form: UseFormReturnType<Values>
  autoFocus?: boolean
}) {
  const { t } = useTranslation()
  return (
    <Group grow align="flex-start">
      <TextInput
        label={t('welcome.placeName')}
        placeholder={t('welcome.placeNamePlaceholder')}
        maxLength={120}
        required
        autoFocus={autoFocus}
        {...form.getInputProps('placeName')}
      />
      <TextInput
        label={t('welcome.commune')}
        placeholder={t('welcome.communePlaceholder')}
        maxLength={120}
        {...form.getInputProps('commune')}
      />
    </Group>
  )
}
