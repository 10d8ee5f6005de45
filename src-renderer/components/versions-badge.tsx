import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** In a list: so many `others` wrote this apart, and nobody has said yet what stands. */
export function VersionsBadge({ others }: { others: number }) {
  const { t } = useTranslation()
  if (others === 0) return null
  const count = { count: others, all: others + 1 }
  return (
    <Badge color="clay" variant="light" fw={600} title={t('versions.explained', count)}>
      {t('versions.badge', count)}
    </Badge>
  )
}
