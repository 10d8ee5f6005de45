import { Alert, Button, Center, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { native } from './native-bridge.ts'
import { useLinkState } from './use-core.ts'

/** Shows the views once the core has answered a first time; after that a restart is only announced above them. */
export function CoreGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const link = useLinkState()
  const [wasConnected, setWasConnected] = useState(false)
  useEffect(() => {
    if (link.state === 'connected') setWasConnected(true)
  }, [link.state])

  if (link.core.state === 'failed') {
    return (
      <Center component="main" mih="100vh" p="xl">
        <Stack maw={520} align="flex-start">
          <IconAlertTriangle size={40} stroke={1.5} color="var(--mantine-color-clay-6)" aria-hidden />
          <Title order={1}>{t('core.failed')}</Title>
          <Text size="lg">{t(`error.${link.core.code}`)}</Text>
          <Button leftSection={<IconRefresh size={18} />} onClick={() => void native.ask('core.retry', {})}>
            {t('action.retry')}
          </Button>
        </Stack>
      </Center>
    )
  }
  if (!wasConnected && link.state === 'waiting') {
    return (
      <Center component="main" mih="100vh">
        <Group role="status">
          <Loader size="sm" />
          <Text>{t('core.starting')}</Text>
        </Group>
      </Center>
    )
  }
  return (
    <>
      {link.state === 'waiting' && (
        <Alert
          className="core-banner"
          role="alert"
          color="clay"
          variant="filled"
          icon={<Loader size="xs" color="white" />}
        >
          {t('core.restarting')}
        </Alert>
      )}
      {children}
    </>
  )
}
