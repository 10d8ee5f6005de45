import { Button, Group, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaceId } from '../../../src-shared/ids.ts'
import { MAX_QUANTITY } from '../../../src-shared/limits.ts'
import {
  type ResourceCategory,
  type ResourceRow,
  type ResourceState,
  resourceCategories,
  resourceStates,
} from '../../../src-shared/model/resource.ts'
import { PanelFoot } from '../../components/panel-foot.tsx'
import { WholeNumberInput } from '../../components/whole-number-input.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { PictureInput } from './picture-input.tsx'
import { changedFields, type ResourceValues } from './resource-changes.ts'
import { resourceValues } from './resource-values.ts'

interface ResourceFormProps {
  /** Absent: a new one. */
  row: ResourceRow | undefined
  saving: boolean
  /** False while it cannot be saved: what is typed stays. */
  maySave?: boolean
  /** Every field, and apart those that the person changed. */
  onSubmit(values: ResourceValues, changed: Partial<ResourceValues>): void
  onEdited(isEdited: boolean): void
  onCancel(): void
}

export function ResourceForm({ row, saving, maySave = true, onSubmit, onEdited, onCancel }: ResourceFormProps) {
  const { t } = useTranslation()
  const current = useSpace()
  const places = useAnswer('place.list', { space: current.space }).data?.places ?? []
  const tags = useAnswer('tag.list', { space: current.space }).data?.tags ?? []
  const form = useForm<ResourceValues>({
    initialValues: resourceValues(row, current.place),
    onValuesChange: (values) => onEdited(Object.keys(changedFields(form.getInitialValues(), values)).length > 0),
    validate: {
      name: (name) => (name.trim() === '' ? t('welcome.required') : null),
      quantity: (value) => (Number.isNaN(value) ? t('field.wholeNumber', { least: 0, most: MAX_QUANTITY }) : null),
    },
  })
  // What others change meanwhile is shown, but where the person has changed it as well: theirs is what they see.
  useEffect(() => {
    const mine = changedFields(form.getInitialValues(), form.getValues())
    const latest = resourceValues(row, current.place)
    form.setInitialValues(latest)
    form.setValues({ ...latest, ...mine })
  }, [row])
  const { quantity, place, category, state } = form.values

  return (
    <form
      onSubmit={form.onSubmit((values) => onSubmit(values, changedFields(form.getInitialValues(), values)))}
      noValidate
    >
      <Stack>
        <TextInput
          label={t('inventory.name')}
          maxLength={500}
          required
          // A resource that is still being read comes too late for the panel, which by then has focused its cross.
          autoFocus
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Group grow align="flex-start">
          <Select
            label={t('inventory.category')}
            data={resourceCategories.map((value) => ({ value, label: t(`inventory.categories.${value}`) }))}
            value={category}
            onChange={(value) => value && form.setFieldValue('category', value as ResourceCategory)}
            allowDeselect={false}
          />
          <Select
            label={t('inventory.state')}
            data={resourceStates.map((value) => ({ value, label: t(`inventory.states.${value}`) }))}
            value={state}
            onChange={(value) => value && form.setFieldValue('state', value as ResourceState)}
            allowDeselect={false}
          />
        </Group>
        <Textarea
          label={t('inventory.description')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={20_000}
          {...form.getInputProps('description')}
        />
        <Group grow align="flex-start">
          <WholeNumberInput
            label={t('inventory.quantity')}
            description={t('inventory.quantityHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            most={MAX_QUANTITY}
            value={quantity}
            onChange={(value) => form.setFieldValue('quantity', value)}
          />
          <Select
            label={t('inventory.place')}
            placeholder={t('inventory.noPlace')}
            data={places.map(({ place: value, name }) => ({ value, label: name }))}
            value={place}
            onChange={(value) => form.setFieldValue('place', value as PlaceId | null)}
            searchable
            clearable
          />
        </Group>
        <Textarea
          label={t('inventory.conditions')}
          placeholder={t('inventory.conditionsHint')}
          autosize
          minRows={2}
          maxLength={20_000}
          {...form.getInputProps('conditions')}
        />
        <TagsInput
          label={t('inventory.tags')}
          data={tags.slice(0, 200).map(({ tag }) => tag)}
          maxTags={50}
          {...form.getInputProps('tags')}
        />
        <PictureInput
          value={form.values.picture}
          name={form.values.name}
          category={category}
          onChange={(hash) => form.setFieldValue('picture', hash)}
        />
        <PanelFoot>
          <Button variant="default" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={saving} disabled={!maySave}>
            {row ? t('action.save') : t('action.add')}
          </Button>
        </PanelFoot>
      </Stack>
    </form>
  )
}
