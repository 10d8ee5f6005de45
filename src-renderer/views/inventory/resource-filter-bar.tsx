import { Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PlaceId } from '../../../src-shared/ids.ts'
import {
  type ResourceCategory,
  type ResourceState,
  resourceCategories,
  resourceStates,
} from '../../../src-shared/model/resource.ts'
import { ClearFilters } from '../../components/clear-filters.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { isNarrowed, type ResourceFilters, type ResourceSort } from './resource-filters.ts'
import { ResourceSortChoice } from './resource-sort-choice.tsx'

export type Presentation = 'table' | 'cards'

interface ResourceFilterBarProps {
  filters: ResourceFilters
  onChange(filters: ResourceFilters): void
  sort: ResourceSort
  onSort(sort: ResourceSort): void
  presentation: Presentation
  onPresent(presentation: Presentation): void
}

export function ResourceFilterBar({ filters, onChange, presentation, onPresent, ...order }: ResourceFilterBarProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const places = useAnswer('place.list', { space }).data?.places ?? []
  const tags = useAnswer('tag.list', { space, of: 'resource' }).data?.tags ?? []
  return (
    <Group gap="sm" mb="md">
      <TextInput
        id="inventory-words"
        aria-label={t('inventory.filterText')}
        placeholder={t('inventory.filterText')}
        leftSection={<IconFilter size={16} aria-hidden />}
        value={filters.text ?? ''}
        onChange={(event) => onChange({ ...filters, text: event.currentTarget.value || undefined })}
        maxLength={200}
        w={190}
      />
      <Select
        aria-label={t('inventory.category')}
        placeholder={t('inventory.allCategories')}
        data={resourceCategories.map((value) => ({ value, label: t(`inventory.categories.${value}`) }))}
        value={filters.category ?? null}
        onChange={(value) => onChange({ ...filters, category: (value as ResourceCategory | null) ?? undefined })}
        clearable
        w={190}
      />
      <Select
        aria-label={t('inventory.state')}
        placeholder={t('inventory.allStates')}
        data={resourceStates.map((value) => ({ value, label: t(`inventory.states.${value}`) }))}
        value={filters.state ?? null}
        onChange={(value) => onChange({ ...filters, state: (value as ResourceState | null) ?? undefined })}
        clearable
        w={160}
      />
      <Select
        aria-label={t('inventory.place')}
        placeholder={t('inventory.anyPlace')}
        data={places.map(({ place, name }) => ({ value: place, label: name }))}
        value={filters.place ?? null}
        onChange={(value) => onChange({ ...filters, place: (value as PlaceId | null) ?? undefined })}
        searchable
        clearable
        w={180}
      />
      <Select
        aria-label={t('inventory.tags')}
        placeholder={t('inventory.anyTag')}
        data={tags.slice(0, 200).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))}
        value={filters.tag ?? null}
        onChange={(value) => onChange({ ...filters, tag: value ?? undefined })}
        searchable
        clearable
        w={190}
      />
      {isNarrowed(filters) && <ClearFilters onClear={() => onChange({})} />}
      <Group gap="sm" ml="auto">
        <ResourceSortChoice {...order} />
        <SegmentedControl
          aria-label={t('inventory.view')}
          value={presentation}
          onChange={(value) => onPresent(value as Presentation)}
          data={[
            { value: 'table', label: t('inventory.table') },
            { value: 'cards', label: t('inventory.cards') },
          ]}
        />
      </Group>
    </Group>
  )
}
