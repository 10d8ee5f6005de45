import { ActionIcon, Group, Select, Tooltip } from '@mantine/core'
import { IconSortAscending, IconSortDescending } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type ResourceSort, resourceSorts } from './resource-filters.ts'

interface ResourceSortChoiceProps {
  sort: ResourceSort
  onSort(sort: ResourceSort): void
}

/** The order, to be seen and changed also where there are no columns. */
export function ResourceSortChoice({ sort, onSort }: ResourceSortChoiceProps) {
  const { t } = useTranslation()
  const label = t(sort.descending ? 'inventory.descending' : 'inventory.ascending')
  const Glyph = sort.descending ? IconSortDescending : IconSortAscending
  const choose = (chosen: ResourceSort['sort']) => onSort({ sort: chosen, descending: chosen === 'updated' })
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        aria-label={t('inventory.sort')}
        data={resourceSorts.map((value) => ({ value, label: t(`inventory.${value}`) }))}
        value={sort.sort}
        onChange={(value) => value && choose(value as ResourceSort['sort'])}
        allowDeselect={false}
        w={190}
      />
      <Tooltip label={label}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={label}
          onClick={() => onSort({ ...sort, descending: !sort.descending })}
        >
          <Glyph size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
