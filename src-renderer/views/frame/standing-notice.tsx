import { Alert, Text } from '@mantine/core'
import { IconEye, IconUserOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSpace } from '../../hooks/current-space.ts'
import { useIsRemoved } from '../../hooks/use-is-removed.ts'

/** Says why nothing can be written here, or why what is written goes nowhere. */
export function StandingNotice() {
  const { t } = useTranslation()
  const { standing } = useSpace()
  const told = useIsRemoved() ? 'removed' : standing
  if (told !== 'reader' && told !== 'removed') return null
  const Glyph = told === 'reader' ? IconEye : IconUserOff
  return (
    <Alert color="clay" variant="light" icon={<Glyph />} role="status" m="md">
      <Text>{t(`standing.${told}`)}</Text>
    </Alert>
  )
}
