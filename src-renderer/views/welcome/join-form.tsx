import { Alert, Button, Group, Loader, Stack, Text, Textarea, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconMailOpened } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceId } from '../../../src-shared/ids.ts'
import type { Commands } from '../../../src-shared/ipc/contract.ts'
import { errorSentence } from '../../components/error-sentence.ts'
import { coreLink } from '../../core/core-link.ts'
import { useCommand } from '../../core/use-core.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { PlaceInputs } from './place-inputs.tsx'

type Invitation = Commands['invitation.read']['out']

/** An invitation is first read, then accepted: a person sees whose network it is before anything is sent. */
export function JoinForm({ initialLink, onJoined }: { initialLink: string; onJoined(space: SpaceId): void }) {
  const { t } = useTranslation()
  const [link, setLink] = useState(initialLink)
  const [invitation, setInvitation] = useState<Invitation>()
  // Its failure is said under the link: it stays there until the link changes.
  const read = useMutation({
    mutationFn: (text: string) => coreLink.call('invitation.read', { link: text }),
    onSuccess: setInvitation,
  })
  const change = (text: string) => {
    setLink(text)
    read.reset()
  }

  return (
    <Stack className="sheet" p="xl" maw={640}>
      <Title order={2}>{t('welcome.join')}</Title>
      {invitation ? (
        <AcceptForm link={link.trim()} invitation={invitation} onJoined={onJoined} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            read.mutate(link.trim())
          }}
        >
          <Stack>
            <Textarea
              label={t('welcome.link')}
              description={t('welcome.linkHint')}
              value={link}
              onChange={(event) => change(event.currentTarget.value)}
              error={read.isError && errorSentence(read.error)}
              errorProps={{ role: 'alert' }}
              maxLength={10_000}
              autosize
              minRows={2}
              maxRows={6}
              autoFocus
            />
            <Group justify="flex-end">
              <Button type="submit" loading={read.isPending} disabled={link.trim() === ''}>
                {t('welcome.readLink')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  )
}

interface AcceptFormProps {
  link: string
  invitation: Invitation
  onJoined(space: SpaceId): void
}

function AcceptForm({ link, invitation, onJoined }: AcceptFormProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const join = useCommand('invitation.join')
  const { isOfPlace, isForRelay } = invitation
  const about = isForRelay ? 'welcome.forRelay' : isOfPlace ? 'welcome.samePlace' : 'welcome.membersSee'
  const names = { place: invitation.placeName, space: invitation.spaceName }
  const form = useForm({
    initialValues: { placeName: '', commune: '' },
    validate: { placeName: (name) => (!isOfPlace && name.trim() === '' ? t('welcome.required') : null) },
  })
  const submit = form.onSubmit(({ placeName, commune }) =>
    join.mutate(
      { link, ...(!isOfPlace && { place: { name: placeName, commune } }) },
      { onSuccess: ({ space }) => onJoined(space) },
    ),
  )

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Alert
          variant="light"
          icon={<IconMailOpened />}
          title={t(isOfPlace ? 'welcome.oneMoreComputer' : 'welcome.invitedBy', names)}
        >
          <Text size="sm">{t(about, names)}</Text>
          <Text size="sm">{t('welcome.validUntil', { date: dates.precise(invitation.expiresAt) })}</Text>
        </Alert>
        {!isOfPlace && !isForRelay && <PlaceInputs form={form} />}
        {join.isPending && (
          <Group role="status" wrap="nowrap" align="flex-start">
            <Loader size="sm" mt={3} />
            <div>
              <Text>{t('welcome.joining')}</Text>
              <Text size="sm" c="dimmed">
                {t('welcome.joiningHint')}
              </Text>
            </div>
          </Group>
        )}
        <Group justify="flex-end">
          {join.isPending ? (
            <Button variant="default" onClick={() => void coreLink.call('invitation.cancelJoin', {})}>
              {t('action.cancel')}
            </Button>
          ) : (
            <Button type="submit" disabled={isForRelay}>
              {t('welcome.joinAction')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
