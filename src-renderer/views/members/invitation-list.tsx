import { Button, Group, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InvitationRow } from '../../../src-shared/ipc/contract.ts'
import { askFirst } from '../../components/ask-first.tsx'
import { SheetTable } from '../../components/sheet-table.tsx'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDates } from '../../hooks/use-dates.ts'

/** Invitations that were written, whoever wrote them: what became of each, and the way to take it back. */
export function InvitationList() {
  const { t } = useTranslation()
  const { space } = useSpace()
  const invitations = useAnswer('invitation.list', { space }).data?.invitations ?? []
  if (invitations.length === 0) return null
  return (
    <Stack component="section" aria-labelledby="invitations" gap="sm">
      <Title order={2} id="invitations">
        {t('invitations.title')}
      </Title>
      <SheetTable aria-labelledby="invitations">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('invitations.for')}</Table.Th>
            <Table.Th>{t('invitations.by')}</Table.Th>
            <Table.Th>{t('invitations.state')}</Table.Th>
            <Table.Th w={150}>
              <VisuallyHidden>{t('invitations.revoke')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invitations.map((invitation) => (
            <InvitationLine key={invitation.invitation} invitation={invitation} />
          ))}
        </Table.Tbody>
      </SheetTable>
    </Stack>
  )
}

function InvitationLine({ invitation }: { invitation: InvitationRow }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { space } = useSpace()
  const revoke = useCommand('invitation.revoke')
  const { by, needsApproval, state, guests, expiresAt } = invitation
  const unnamed = t(invitation.role === 'relay' ? 'role.relay' : 'members.unnamed')
  return (
    <Table.Tr>
      <Table.Td>
        <Text>{t(`invitations.${whomFor(invitation)}`, { role: t(`role.${invitation.role}`), place: by })}</Text>
        {needsApproval && (
          <Text size="sm" c="dimmed">
            {t('invitations.approved')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{by}</Table.Td>
      <Table.Td>
        <Text>{t(`invitations.is.${state}`, { date: dates.precise(expiresAt) })}</Text>
        {guests.length > 0 && (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {t('invitations.guests', { places: guests.map(({ place }) => place || unnamed).join(', ') })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {state === 'open' && (
          <Group justify="flex-end">
            <Button
              size="xs"
              variant="default"
              loading={revoke.isPending}
              onClick={() =>
                askFirst({
                  title: t('invitations.revokeTitle'),
                  lead: t('invitations.revokeLead'),
                  confirm: t('invitations.revokeConfirm'),
                  cancel: t('invitations.keep'),
                  onConfirm: () => revoke.mutate({ space, invitation: invitation.invitation }),
                })
              }
            >
              {t('invitations.revoke')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function whomFor({ isOfPlace, isReusable, role }: InvitationRow): 'own' | 'relay' | 'many' | 'one' {
  if (isOfPlace) return 'own'
  if (role === 'relay') return 'relay'
  return isReusable ? 'many' : 'one'
}
