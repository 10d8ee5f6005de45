import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../src-shared/ipc/contract.ts'
import { useSettings } from '../hooks/use-settings.ts'

/** Each language under its own name: whoever cannot read this one finds theirs. */
export function LanguageChoice() {
  const { t } = useTranslation()
  const { settings, set } = useSettings()
  if (!settings) return null
  return (
    <SegmentedControl
      aria-label={t('settings.language')}
      value={settings.language}
      onChange={(language) => set({ language: language as Settings['language'] })}
      data={[
        { value: 'fr', label: t('settings.french') },
        { value: 'en', label: t('settings.english') },
      ]}
    />
  )
}
