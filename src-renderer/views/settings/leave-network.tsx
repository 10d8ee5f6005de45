import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Commands } from '../../../src-shared/ipc/contract.ts'
import { askFirst } from '../../components/ask-first.tsx'
import { queryClient } from '../../core/core-queries.ts'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'

/** The way out of a network, once it is said what that means. */
export function LeaveNetwork() {
  const { t } = useTranslation()
  const { space, name, example } = useSpace()
  const [, navigate] = useLocation()
  const leave = useCommand('space.leave')
  const status = useAnswer('space.status', { space })
  const list = useAnswer('member.list', { space })
  // Before both are there, nobody can say what leaving means; what is shown meanwhile may be of another network.
  const isKnown = [status, list].every(({ data, isPlaceholderData }) => data && !isPlaceholderData)
  const unsent = status.data?.unsent ?? 0
  const members = list.data?.members ?? []
  const present = members.filter(({ standing, isFormer }) => standing !== 'removed' && !isFormer)
  const isOnlyAdministrator = present.every(({ standing, isOwn }) => isOwn || standing !== 'administrator')
  const lead = [
    t(example ? 'leave.exampleQuestion' : 'leave.question'),
    !example && present.length < 2 && t('leave.alone'),
    !example && present.length > 1 && unsent > 0 && t('leave.unsent', { count: unsent }),
    !example && present.length > 1 && isOnlyAdministrator && t('leave.onlyAdministrator'),
  ]
  const onConfirm = () =>
    leave.mutate(
      { space },
      {
        onSuccess: () => {
          queryClient.setQueryData<Commands['space.list']['out']>(['space.list', {}], (before) => ({
            spaces: before?.spaces.filter((row) => row.space !== space) ?? [],
          }))
          navigate('/pages')
        },
      },
    )
  return (
    <>
      <Text>{t(example ? 'leave.exampleLead' : 'leave.lead')}</Text>
      <Button
        variant="default"
        loading={leave.isPending}
        disabled={!isKnown}
        onClick={() =>
          askFirst({
            title: t(example ? 'leave.exampleTitle' : 'leave.title', { name }),
            lead: lead.filter(Boolean).join('\n\n'),
            confirm: t(example ? 'leave.exampleConfirm' : 'leave.confirm'),
            cancel: t('leave.stay'),
            onConfirm,
          })
        }
      >
        {t(example ? 'leave.exampleConfirm' : 'leave.confirm')}…
      </Button>
    </>
  )
}
