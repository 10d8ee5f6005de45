import { Alert, Button, Stack, Text } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { IconUsb } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { NetworkStatus } from '../../../src-shared/ipc/contract.ts'

/** Why no other place is connected, as far as this computer can tell, and what to do. */
export function NobodyAnswers({ network, onLeave }: { network: NetworkStatus; onLeave(): void }) {
  const { t } = useTranslation()
  const { online } = useNetwork()
  const reason = network.state === 'offline' ? 'offline' : online ? 'searching' : 'unplugged'
  return (
    <Alert variant="light" color="gray" title={t(`absence.${reason}.title`)}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(`absence.${reason}.lead`)}</Text>
        <Text size="sm">{t('absence.meanwhile')}</Text>
        <Button
          component={Link}
          to="/members"
          variant="default"
          size="sm"
          onClick={onLeave}
          leftSection={<IconUsb size={18} />}
        >
          {t('absence.carry')}
        </Button>
      </Stack>
    </Alert>
  )
}
