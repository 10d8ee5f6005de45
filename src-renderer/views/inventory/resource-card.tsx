import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { usePlaceNames } from './place-names.ts'
import { ResourcePicture } from './resource-picture.tsx'
import { ResourceStateBadge } from './resource-state-badge.tsx'

/** One resource, to be read: what is not said of it takes no room. */
export function ResourceCard({ row }: { row: ResourceRow }) {
  const { t } = useTranslation()
  const dates = useDates()
  const places = usePlaceNames()
  const facts = [
    { name: t('inventory.place'), value: row.place ? (places.get(row.place) ?? '') : '' },
    { name: t('inventory.quantity'), value: row.quantity === null ? '' : String(row.quantity) },
    { name: t('inventory.conditions'), value: row.conditions },
  ].filter(({ value }) => value !== '')
  return (
    <Stack>
      <Title order={2} className="breakable">
        {row.name}
      </Title>
      <Group gap={6}>
        <ResourceStateBadge state={row.state} />
        <Badge variant="default" fw={500}>
          {t(`inventory.categories.${row.category}`)}
        </Badge>
        {row.tags.map((tag) => (
          <Badge key={tag} variant="default" fw={500} maw={240}>
            {tag}
          </Badge>
        ))}
      </Group>
      {row.picture && <ResourcePicture hash={row.picture} category={row.category} name={row.name} />}
      {row.description && <Text className="as-written">{row.description}</Text>}
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="as-written">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <Text size="sm" c="dimmed" title={dates.precise(row.updatedAt)}>
        {t('pages.updated', { when: dates.ago(row.updatedAt) })}
      </Text>
    </Stack>
  )
}
