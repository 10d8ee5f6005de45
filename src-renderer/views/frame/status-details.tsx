import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { NetworkStatus, PeerStatus, SpaceStatus } from '../../../src-shared/ipc/contract.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useBytes } from '../../hooks/use-bytes.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { useIsRemoved } from '../../hooks/use-is-removed.ts'
import { NobodyAnswers } from './nobody-answers.tsx'
import { SetAsideList } from './set-aside-list.tsx'

interface StatusDetailsProps {
  status: SpaceStatus
  network: NetworkStatus
  onLeave(): void
}

/** Place by place: met when and how, received how much, confirmed how much of ours; then what is not shown. */
export function StatusDetails({ status, network, onLeave }: StatusDetailsProps) {
  const { t } = useTranslation()
  const isRemoved = useIsRemoved()
  const { space } = useSpace()
  const members = useAnswer('member.list', { space }).data?.members ?? []
  /** A place with several computers, ours too, has a card for each. */
  const isOneOfSeveral = ({ device }: PeerStatus) => {
    const placeId = members.find((member) => member.device === device)?.placeId
    return Boolean(placeId) && members.filter((member) => member.placeId === placeId && !member.isFormer).length > 1
  }
  const isAlone = !isRemoved && status.peers.every(({ connected }) => !connected)
  return (
    <Stack>
      {isRemoved && <Text>{t('standing.removed')}</Text>}
      {status.peers.length === 0 && isAlone && <Nobody onLeave={onLeave} />}
      {status.peers.length > 0 && isAlone && <NobodyAnswers network={network} onLeave={onLeave} />}
      {status.peers.map((peer) => (
        <PeerCard key={peer.device} peer={peer} isOneOfSeveral={isOneOfSeveral(peer)} />
      ))}
      {status.peers.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('status.truth')}
        </Text>
      )}
      {status.setAside > 0 && <SetAsideList />}
    </Stack>
  )
}

function Nobody({ onLeave }: { onLeave(): void }) {
  const { t } = useTranslation()
  const { example } = useSpace()
  return (
    <Stack align="flex-start">
      <Text c="dimmed">{t('status.nobody')}</Text>
      {!example && (
        <Button component={Link} to="/invite" onClick={onLeave} leftSection={<IconUserPlus size={18} />}>
          {t('nav.invite')}
        </Button>
      )}
    </Stack>
  )
}

function PeerCard({ peer, isOneOfSeveral }: { peer: PeerStatus; isOneOfSeveral: boolean }) {
  const { t } = useTranslation()
  const dates = useDates()
  const bytes = useBytes()
  const place = peer.place || t(peer.isRelay ? 'role.relay' : 'status.unnamed')
  const seen =
    peer.lastSeenAt === null ? t('status.neverMet') : t('status.lastSeen', { when: dates.ago(peer.lastSeenAt) })
  return (
    <Stack className="sheet" p="md" gap="xs" component="section" aria-label={place}>
      <Group justify="space-between" wrap="nowrap">
        <Text className="breakable" fw={700}>
          {place}
        </Text>
        <Badge color={peer.connected ? 'forest' : 'gray'} variant="light" flex="none">
          {peer.connected ? t('status.peerConnected') : seen}
        </Badge>
      </Group>
      {isOneOfSeveral && (
        <Text size="xs" c="dimmed" ff="monospace">
          {t('members.device', { device: peer.device.slice(0, 8) })}
        </Text>
      )}
      {peer.connected && peer.path && (
        <Text size="sm" c="dimmed">
          {t(`status.path.${peer.path}`)}
        </Text>
      )}
      {peer.isRelay ? (
        <Text size="sm">{t('status.relay')}</Text>
      ) : (
        <Count label={t('status.theirs')} held={peer.theirs.held} known={peer.theirs.known} />
      )}
      {peer.ours.held === null ? (
        <Text size="sm">{t('status.oursUnknown')}</Text>
      ) : (
        <Count label={t('status.ours')} held={peer.ours.held} known={peer.ours.length} />
      )}
      {peer.isLocked && <Text size="sm">{t('status.locked')}</Text>}
      {peer.missingBytes > 0 && <Text size="sm">{t('status.missing', { size: bytes(peer.missingBytes) })}</Text>}
    </Stack>
  )
}

function Count({ label, held, known }: { label: string; held: number; known: number }) {
  const { t } = useTranslation()
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm">{label}</Text>
        <Text size="sm" c="dimmed">
          {t('status.blocks', { held, known })}
        </Text>
      </Group>
      <Progress value={known === 0 ? 100 : (held / known) * 100} size="sm" aria-label={label} />
    </div>
  )
}
