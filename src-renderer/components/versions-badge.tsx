import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** In a list: two people wrote this apart, and nobody has said yet what stands. */
export function VersionsBadge({ shown }: { shown: boolean }) {
  const { t } = useTranslation()
  if (!shown) return null
  return (
    <Badge color="clay" variant="light" fw={600} title={t('versions.explained')}>
      {t('versions.badge')}
    </Badge>
  )
}
