import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A secret phrase, and the eye that shows it. */
export function Passphrase(props: PasswordInputProps) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      maw={320}
      w="100%"
      visibilityToggleButtonProps={{ 'aria-label': t('backup.showPassphrase') }}
      {...props}
    />
  )
}
