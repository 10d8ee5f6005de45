import { Alert, Button, Stack, Text } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { IconUsb } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { NetworkStatus } from '../../../src-shared/ipc/contract.ts'

function reasonOf({ state, reach }: NetworkStatus, online: boolean) {
  if (state === 'offline') return 'offline'
  if (!online || reach === 'none') return 'unplugged'
  return reach === 'ipv6-only' ? 'ipv6' : 'searching'
}

/** Why no other place is connected, as far as this computer can tell, and what to do. */
export function NobodyAnswers({ network, onLeave }: { network: NetworkStatus; onLeave(): void }) {
  const { t } = useTranslation()
  const { online } = useNetwork()
  const reason = reasonOf(network, online)
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
