import { Group, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type PageKind, type PageState, pageKinds, pageStates } from '../../../src-shared/model/page.ts'
import { ClearFilters } from '../../components/clear-filters.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { isNarrowed, type PageFilters } from './page-filters.ts'

interface PageFilterBarProps {
  filters: PageFilters
  onChange(filters: PageFilters): void
}

export function PageFilterBar({ filters, onChange }: PageFilterBarProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const tags = useAnswer('tag.list', { space, of: 'page' }).data?.tags ?? []
  return (
    <Group gap="sm" mb="md">
      <Select
        aria-label={t('pages.kind')}
        placeholder={t('pages.allKinds')}
        data={pageKinds.map((kind) => ({ value: kind, label: t(`pages.kinds.${kind}`) }))}
        value={filters.kind ?? null}
        onChange={(kind) => onChange({ ...filters, kind: (kind as PageKind | null) ?? undefined })}
        clearable
        maxDropdownHeight={400}
        w={180}
      />
      <Select
        aria-label={t('pages.state')}
        placeholder={t('pages.allStates')}
        data={pageStates.map((state) => ({ value: state, label: t(`pages.states.${state}`) }))}
        value={filters.state ?? null}
        onChange={(state) => onChange({ ...filters, state: (state as PageState | null) ?? undefined })}
        clearable
        w={160}
      />
      <Select
        aria-label={t('pages.tag')}
        placeholder={t('pages.allTags')}
        data={tags.slice(0, 200).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))}
        value={filters.tag ?? null}
        onChange={(tag) => onChange({ ...filters, tag: tag ?? undefined })}
        searchable
        clearable
        w={200}
      />
      {isNarrowed(filters) && <ClearFilters onClear={() => onChange({ sort: filters.sort })} />}
      <Select
        aria-label={t('pages.sort')}
        data={[
          { value: 'updated', label: t('pages.sortUpdated') },
          { value: 'title', label: t('pages.sortTitle') },
        ]}
        value={filters.sort ?? 'updated'}
        onChange={(sort) => onChange({ ...filters, sort: sort === 'title' ? 'title' : 'updated' })}
        allowDeselect={false}
        w={200}
        ml="auto"
      />
    </Group>
  )
}
