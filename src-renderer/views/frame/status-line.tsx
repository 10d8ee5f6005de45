import { Group, Progress, Text, UnstyledButton } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconChevronUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { SidePanel } from '../../components/side-panel.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useIsRemoved } from '../../hooks/use-is-removed.ts'
import { StatusDetails } from './status-details.tsx'
import { isUpToDate, presenceSentence, receivingPercent, transferSentences } from './status-sentence.ts'

/** Milliseconds. An edit is prepared in less: what would come and go at each word is not said. */
const LASTS = 1_000

/** The bottom line tells the truth: who is connected, what is still to come, what has not left yet. */
export function StatusLine() {
  const { t } = useTranslation()
  const { space } = useSpace()
  const [opened, panel] = useDisclosure(false)
  const status = useAnswer('space.status', { space }).data
  const network = useAnswer('network.status', {}).data
  const [isPreparing] = useDebouncedValue((status?.preparing ?? 0) > 0, LASTS)
  const isRemoved = useIsRemoved()
  if (!status || !network) return null

  const settled = isPreparing ? status : { ...status, preparing: 0 }
  const transfers = isRemoved ? [] : transferSentences(t, settled)
  const percent = receivingPercent(status)
  const someone = status.peers.some((peer) => peer.connected)
  return (
    <>
      <UnstyledButton
        className="status-trigger"
        onClick={panel.open}
        aria-haspopup="dialog"
        title={t('status.details')}
      >
        <span className="status-dot" data-on={status.isCopied ? 'warning' : someone} aria-hidden />
        <Group
          gap="sm"
          role="status"
          aria-label={t('status.label')}
          wrap="nowrap"
          flex={1}
          style={{ overflow: 'hidden' }}
        >
          <Text size="sm" truncate miw={120}>
            {isRemoved ? t('status.removed') : presenceSentence(t, network, status)}
          </Text>
          {transfers.map((sentence) => (
            <Text key={sentence} size="sm" c="dimmed" flex="none">
              · {sentence}
            </Text>
          ))}
          {!isRemoved && isUpToDate(status) && (
            <Text size="sm" c="dimmed" flex="none">
              · {t('status.complete')}
            </Text>
          )}
        </Group>
        {percent !== undefined && <Progress value={percent} w={100} aria-label={t('status.receiving', { percent })} />}
        <IconChevronUp size={16} aria-hidden />
      </UnstyledButton>
      <SidePanel opened={opened} onClose={panel.close} title={t('status.details')} width={420}>
        <StatusDetails status={status} network={network} onLeave={panel.close} />
      </SidePanel>
    </>
  )
}
