import { Button, Skeleton, Stack } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { ViewHeader } from '../../components/view-header.tsx'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { InvitationList } from './invitation-list.tsx'
import { MemberTable } from './member-table.tsx'

/** Who belongs to this network, what each may do, and who is invited. */
export function Members() {
  const { t } = useTranslation()
  const { space, name, example } = useSpace()
  const { mayAdminister } = useRights()
  const list = useAnswer('member.list', { space })
  const members = list.data?.members ?? []
  const count = members.filter(({ standing, isFormer }) => standing !== 'removed' && !isFormer).length
  return (
    <div className="view">
      <ViewHeader
        title={t('members.title')}
        lead={t('members.lead', { space: name })}
        {...(count > 0 ? { note: t('members.count', { count }) } : {})}
      >
        {mayAdminister && !example && (
          <Button component={Link} to="/invite" leftSection={<IconUserPlus size={18} />}>
            {t('nav.invite')}
          </Button>
        )}
      </ViewHeader>
      {list.isPending && <Skeleton height={200} radius="md" />}
      {list.isError && <FailureNotice error={list.error} onRetry={() => void list.refetch()} />}
      <Stack gap="xl">
        {members.length > 0 && <MemberTable members={members} />}
        {mayAdminister && <InvitationList />}
      </Stack>
    </div>
  )
}
