import { Badge, Group, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import { VersionsBadge } from '../../components/versions-badge.tsx'
import { mostVersions } from './most-versions.ts'
import type { PlaceNames } from './place-names.ts'
import { ResourcePicture } from './resource-picture.tsx'
import { ResourceStateBadge } from './resource-state-badge.tsx'

interface ResourceCardsProps {
  rows: ResourceRow[]
  places: PlaceNames
  onOpen(row: ResourceRow): void
}

export function ResourceCards({ rows, places, onOpen }: ResourceCardsProps) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('inventory.cards')}>
      <SimpleGrid type="container" minColWidth={210} spacing="md">
        {rows.map((row) => (
          <UnstyledButton key={row.resource} className="sheet card" onClick={() => onOpen(row)}>
            {row.picture && <ResourcePicture hash={row.picture} category={row.category} name={row.name} />}
            <Stack gap={6} p="sm">
              <Text fw={650} lineClamp={2}>
                {row.name}
              </Text>
              <Text size="sm" c="dimmed" lineClamp={2}>
                {row.description || (row.place ? (places.get(row.place) ?? '') : '')}
              </Text>
              <Group gap={6}>
                <VersionsBadge others={mostVersions(row)} />
                <ResourceStateBadge state={row.state} />
                {row.quantity !== null && row.quantity > 1 && (
                  <Badge variant="default" fw={500}>
                    {t('inventory.quantityOf', { quantity: row.quantity })}
                  </Badge>
                )}
                <Badge variant="default" fw={500}>
                  {t(`inventory.categories.${row.category}`)}
                </Badge>
              </Group>
            </Stack>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </section>
  )
}
