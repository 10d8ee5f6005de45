import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconDoorEnter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { JoinRequestRow } from '../../../src-shared/ipc/contract.ts'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'

/** Somebody waits at the door for an administrator: whoever looks at the network sees it, wherever they are. */
export function JoinRequests() {
  const { space } = useSpace()
  const requests = useAnswer('invitation.requests', {}).data?.requests.filter((request) => request.space === space)
  if (!requests || requests.length === 0) return null
  return (
    <Stack gap="sm" m="md">
      {requests.map((request) => (
        <Request key={request.request} {...request} />
      ))}
    </Stack>
  )
}

function Request({ request, placeName, commune, role }: JoinRequestRow) {
  const { t } = useTranslation()
  const decide = useCommand('invitation.decide')
  const place = commune ? t('requests.placeIn', { place: placeName, commune }) : placeName
  return (
    <Alert color="forest" variant="light" icon={<IconDoorEnter />} role="status">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text style={{ overflowWrap: 'anywhere' }}>{t('requests.asks', { place, role: t(`roleAs.${role}`) })}</Text>
        <Group gap="xs" flex="none">
          <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate({ request, accept: true })}>
            {t('requests.accept')}
          </Button>
          <Button size="xs" variant="default" onClick={() => decide.mutate({ request, accept: false })}>
            {t('requests.decline')}
          </Button>
        </Group>
      </Group>
    </Alert>
  )
}
