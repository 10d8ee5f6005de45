import { ActionIcon, Badge, Group, Select, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconUserMinus } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { MemberRow } from '../../../src-shared/ipc/contract.ts'
import { type AppointedStanding, type Role, roleSchema } from '../../../src-shared/model/role.ts'
import { askFirst } from '../../components/ask-first.tsx'
import { SheetTable } from '../../components/sheet-table.tsx'
import { showDone } from '../../components/show-done.tsx'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { CarryFile } from './carry-file.tsx'

/** One device a line: an administrator changes what it may do, or takes it out. */
export function MemberTable({ members }: { members: MemberRow[] }) {
  const { t } = useTranslation()
  const { mayAdminister } = useRights()
  const shown = members
    .filter(({ isFormer }) => !isFormer)
    .toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn) || one.place.localeCompare(other.place))
  return (
    <SheetTable aria-label={t('members.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('members.place')}</Table.Th>
          <Table.Th>{t('members.seen')}</Table.Th>
          <Table.Th w={220}>{t('members.role')}</Table.Th>
          <Table.Th w={mayAdminister ? 110 : 60}>
            <VisuallyHidden>{t('members.actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map((member) => (
          <MemberLine key={member.device} member={member} isOneOfSeveral={placeSize(shown, member.placeId) > 1} />
        ))}
      </Table.Tbody>
    </SheetTable>
  )
}

function placeSize(members: MemberRow[], placeId: MemberRow['placeId']): number {
  return placeId === null ? 0 : members.filter((member) => member.placeId === placeId).length
}

interface MemberLineProps {
  member: MemberRow
  /** Its place has other computers too. */
  isOneOfSeveral: boolean
}

function MemberLine({ member, isOneOfSeveral }: MemberLineProps) {
  const { t } = useTranslation()
  const { mayAdminister } = useRights()
  const { device, standing, isOwn } = member
  const { space } = useSpace()
  const appoint = useCommand('member.appoint')
  const isRelay = standing === 'relay'
  const name = member.place || t(isRelay ? 'role.relay' : 'members.unnamed')
  const become = (next: AppointedStanding) => appoint.mutate({ space, device, standing: next })
  const askRole = (role: Role) =>
    askFirst({
      title: t('members.roleTitle', { place: name, role: t(`role.${role}`) }),
      lead: t(`roleHint.${role}`),
      confirm: t('members.changeRole'),
      cancel: t('action.cancel'),
      onConfirm: () =>
        appoint.mutate(
          { space, device, standing: role },
          { onSuccess: () => showDone(t('members.roleChanged', { place: name, role: t(`roleAs.${role}`) })) },
        ),
    })
  const isRemoved = standing === 'removed'
  const places = useAnswer('place.list', { space }).data?.places
  const commune = places?.find(({ place }) => place === member.placeId)?.commune ?? ''
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text fw={650} lineClamp={2} {...(isRemoved && { c: 'dimmed' })}>
            {name}
          </Text>
          {isOwn && <Badge variant="light">{t('members.own')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {isOneOfSeveral ? t('members.device', { device: device.slice(0, 8) }) : commune}
        </Text>
      </Table.Td>
      <Table.Td>
        <LastSeen member={member} />
      </Table.Td>
      <Table.Td>
        {mayAdminister && !isRemoved && !isRelay ? (
          <Select
            aria-label={t('members.roleOf', { place: name })}
            data={roleSchema.options.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            value={standing}
            allowDeselect={false}
            disabled={appoint.isPending}
            onChange={(role) => role && role !== standing && askRole(role as Role)}
          />
        ) : (
          <Text {...(isRemoved && { c: 'dimmed' })}>{t(`role.${standing}`)}</Text>
        )}
      </Table.Td>
      <Table.Td>
        {!isRemoved && !isOwn && (
          <Group gap="xs" wrap="nowrap" justify="flex-end">
            {!isRelay && <CarryFile device={device} place={name} />}
            {mayAdminister && (
              <Tooltip label={t('members.removeOf', { place: name })}>
                <ActionIcon
                  variant="subtle"
                  color="red"
                  size="lg"
                  aria-label={t('members.removeOf', { place: name })}
                  onClick={() => confirmRemoval(t, member, name, () => become('removed'))}
                >
                  <IconUserMinus size={20} />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function LastSeen({ member }: { member: MemberRow }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { space } = useSpace()
  const peer = useAnswer('space.status', { space }).data?.peers.find(({ device }) => device === member.device)
  if (member.isOwn) return <Text>{t('members.isHere')}</Text>
  if (!peer) return null
  if (peer.path) return <Text>{`${t('status.peerConnected')}, ${t(`status.path.${peer.path}`)}`}</Text>
  if (peer.lastSeenAt === null) return <Text c="dimmed">{t('status.neverMet')}</Text>
  return <Text c="dimmed">{t('status.lastSeen', { when: dates.ago(peer.lastSeenAt) })}</Text>
}

function confirmRemoval(t: TFunction, { device }: MemberRow, place: string, remove: () => void): void {
  askFirst({
    title: t('members.removeTitle', { place }),
    // A place may have several computers.
    lead: t('members.removeLead', { device: device.slice(0, 8) }),
    confirm: t('members.remove'),
    cancel: t('action.cancel'),
    onConfirm: remove,
  })
}
