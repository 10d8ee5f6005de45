import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Stands behind the filters of a list while they leave something out. */
export function ClearFilters({ onClear }: { onClear(): void }) {
  const { t } = useTranslation()
  return (
    <Button variant="subtle" leftSection={<IconX size={16} aria-hidden />} onClick={onClear}>
      {t('action.clearFilters')}
    </Button>
  )
}
