import { Alert, Button, CopyButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconCheck, IconCopy, IconInfoCircle, IconUserPlus } from '@tabler/icons-react'
import { QRCodeSVG } from 'qrcode.react'
import { useTranslation } from 'react-i18next'
import { ViewHeader } from '../../components/view-header.tsx'
import { useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDates } from '../../hooks/use-dates.ts'

/** A link, and the same as a code, that lets one more place in. */
export function Invite() {
  const { t } = useTranslation()
  const { space, name } = useSpace()
  const dates = useDates()
  const create = useCommand('invitation.create')
  const invitation = create.data
  const renew = () => create.mutate({ space })

  return (
    <div className="view">
      <ViewHeader title={t('invite.title')} lead={t('invite.lead', { space: name })} />
      {!invitation && (
        <Button size="md" leftSection={<IconUserPlus size={20} />} onClick={renew} loading={create.isPending}>
          {t('invite.create')}
        </Button>
      )}
      {invitation && (
        <Group className="sheet" p="xl" gap="xl" align="flex-start" wrap="nowrap">
          <Stack flex={1} miw={0}>
            <Textarea
              label={t('invite.link')}
              value={invitation.link}
              readOnly
              autosize
              maxRows={6}
              onFocus={(event) => event.currentTarget.select()}
            />
            <Group>
              <CopyButton value={invitation.link}>
                {({ copied, copy }) => (
                  <Button onClick={copy} leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}>
                    {copied ? t('action.copied') : t('action.copy')}
                  </Button>
                )}
              </CopyButton>
              <Button variant="subtle" onClick={renew} loading={create.isPending}>
                {t('invite.another')}
              </Button>
            </Group>
            <Text fw={650}>{t('invite.expires', { date: dates.precise(invitation.expiresAt) })}</Text>
            <Text>{t('invite.stayOpen')}</Text>
            <Alert variant="light" color="clay" icon={<IconInfoCircle />}>
              {t('invite.once')}
            </Alert>
          </Stack>
          <div className="code">
            <QRCodeSVG value={invitation.link} size={232} title={t('invite.qr')} marginSize={2} />
          </div>
        </Group>
      )}
    </div>
  )
}
