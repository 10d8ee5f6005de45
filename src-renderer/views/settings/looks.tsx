import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../src-shared/ipc/contract.ts'
import { TextSize } from './text-size.tsx'

interface LooksProps {
  settings: Settings
  onChange(changed: Partial<Settings>): void
}

/** Light or dark, and how large everything is. */
export function Looks({ settings, onChange }: LooksProps) {
  const { t } = useTranslation()
  return (
    <>
      <SegmentedControl
        aria-label={t('settings.theme')}
        value={settings.theme}
        onChange={(theme) => onChange({ theme: theme as Settings['theme'] })}
        data={[
          { value: 'auto', label: t('settings.themeAuto') },
          { value: 'light', label: t('settings.themeLight') },
          { value: 'dark', label: t('settings.themeDark') },
        ]}
      />
      <TextSize />
    </>
  )
}
