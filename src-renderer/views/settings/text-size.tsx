import { Group, SegmentedControl, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

export const textSizes = ['1', '1.15', '1.3', '1.5'] as const

/** How many times the usual size; this window remembers it. */
export function useTextSize() {
  return useLocalStorage<(typeof textSizes)[number]>({
    key: 'maillage.textSize',
    defaultValue: '1',
    getInitialValueInEffect: false,
  })
}

/** How large words are, and what is around them. */
export function TextSize() {
  const { t } = useTranslation()
  const [size, setSize] = useTextSize()
  return (
    <Group gap="sm">
      <Text id="text-size">{t('settings.textSize')}</Text>
      <SegmentedControl
        aria-labelledby="text-size"
        value={size}
        onChange={setSize}
        data={textSizes.map((value) => ({
          value,
          label: t('settings.percent', { percent: Math.round(Number(value) * 100) }),
        }))}
      />
    </Group>
  )
}
