import { Kbd, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Looks like the field that it opens. */
export function SearchTrigger({ onOpen }: { onOpen(): void }) {
  const { t } = useTranslation()
  return (
    <search className="search-place">
      <UnstyledButton className="search-trigger" onClick={onOpen} aria-keyshortcuts="Control+K">
        <IconSearch size={18} aria-hidden />
        <span className="one-line">{t('search.placeholder')}</span>
        <Kbd size="xs" ml="auto">
          {t('search.key')}
        </Kbd>
      </UnstyledButton>
    </search>
  )
}
