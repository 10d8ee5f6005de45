import { Badge, Group, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PageRow } from '../../../src-shared/model/page.ts'
import { StateBadge } from './state-badge.tsx'

/** What a page is, to be read. */
export function PageHeading({ row }: { row: PageRow }) {
  const { t } = useTranslation()
  return (
    <>
      <Title order={1} className="page-title breakable">
        {row.title || t('pages.untitled')}
      </Title>
      <Group gap={6} mt="xs" mb="md">
        <Badge variant="default" fw={500}>
          {t(`pages.kinds.${row.kind}`)}
        </Badge>
        <StateBadge state={row.state} />
        {row.tags.map((tag) => (
          <Badge key={tag} variant="default" fw={500} maw={240}>
            {tag}
          </Badge>
        ))}
      </Group>
    </>
  )
}
