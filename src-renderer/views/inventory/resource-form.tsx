import { Button, Group, NumberInput, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
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
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { PictureInput } from './picture-input.tsx'
import { changedFields, type ResourceValues } from './resource-changes.ts'

interface ResourceFormProps {
  /** Absent: a new one. */
  row: ResourceRow | undefined
  readOnly: boolean
  saving: boolean
  /** Every field, and apart those that the person changed. */
  onSubmit(values: ResourceValues, changed: Partial<ResourceValues>): void
  onEdited(isEdited: boolean): void
  onCancel(): void
}

export function ResourceForm({ row, readOnly, saving, onSubmit, onEdited, onCancel }: ResourceFormProps) {
  const { t } = useTranslation()
  const current = useSpace()
  const places = useAnswer('place.list', { space: current.space }).data?.places ?? []
  const tags = useAnswer('tag.list', { space: current.space }).data?.tags ?? []
  const form = useForm<ResourceValues>({
    initialValues: {
      name: row?.name ?? '',
      category: row?.category ?? 'material',
      description: row?.description ?? '',
      quantity: row ? row.quantity : 1,
      place: row ? row.place : current.place,
      state: row?.state ?? 'available',
      conditions: row?.conditions ?? '',
      tags: row?.tags ?? [],
      picture: row?.picture ?? null,
    },
    onValuesChange: (values) => onEdited(Object.keys(changedFields(form.getInitialValues(), values)).length > 0),
    validate: { name: (name) => (name.trim() === '' ? t('welcome.required') : null) },
  })
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
          readOnly={readOnly}
          {...form.getInputProps('name')}
        />
        <Group grow align="flex-start">
          <Select
            label={t('inventory.category')}
            data={resourceCategories.map((value) => ({ value, label: t(`inventory.categories.${value}`) }))}
            value={category}
            onChange={(value) => value && form.setFieldValue('category', value as ResourceCategory)}
            allowDeselect={false}
            readOnly={readOnly}
          />
          <Select
            label={t('inventory.state')}
            data={resourceStates.map((value) => ({ value, label: t(`inventory.states.${value}`) }))}
            value={state}
            onChange={(value) => value && form.setFieldValue('state', value as ResourceState)}
            allowDeselect={false}
            readOnly={readOnly}
          />
        </Group>
        <Textarea
          label={t('inventory.description')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={20_000}
          readOnly={readOnly}
          {...form.getInputProps('description')}
        />
        <Group grow align="flex-start">
          <NumberInput
            label={t('inventory.quantity')}
            description={t('inventory.quantityHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={MAX_QUANTITY}
            allowDecimal={false}
            allowNegative={false}
            readOnly={readOnly}
            value={quantity ?? ''}
            onChange={(value) => form.setFieldValue('quantity', typeof value === 'number' ? value : null)}
          />
          <Select
            label={t('inventory.place')}
            placeholder={t('inventory.noPlace')}
            data={places.map(({ place: value, name }) => ({ value, label: name }))}
            value={place}
            onChange={(value) => form.setFieldValue('place', value as PlaceId | null)}
            searchable
            clearable
            readOnly={readOnly}
          />
        </Group>
        <Textarea
          label={t('inventory.conditions')}
          placeholder={t('inventory.conditionsHint')}
          autosize
          minRows={2}
          maxLength={20_000}
          readOnly={readOnly}
          {...form.getInputProps('conditions')}
        />
        <TagsInput
          label={t('inventory.tags')}
          data={tags.slice(0, 200).map(({ tag }) => tag)}
          maxTags={50}
          readOnly={readOnly}
          {...form.getInputProps('tags')}
        />
        <PictureInput
          value={form.values.picture}
          name={form.values.name}
          category={category}
          readOnly={readOnly}
          onChange={(hash) => form.setFieldValue('picture', hash)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {readOnly ? t('action.close') : t('action.cancel')}
          </Button>
          {!readOnly && (
            <Button type="submit" loading={saving}>
              {row ? t('action.save') : t('action.add')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
