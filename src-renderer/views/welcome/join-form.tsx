import { Alert, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertCircle, IconClockExclamation, IconMailOpened } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toAppError } from '../../../src-shared/errors.ts'
import type { SpaceId } from '../../../src-shared/ids.ts'
import type { Commands } from '../../../src-shared/ipc/contract.ts'
import { errorSentence } from '../../components/error-sentence.ts'
import { coreLink } from '../../core/core-link.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { JoinProgress } from './join-progress.tsx'
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
        <AcceptForm
          link={link.trim()}
          invitation={invitation}
          onJoined={onJoined}
          onAnotherLink={() => {
            setInvitation(undefined)
            change('')
          }}
        />
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
  onAnotherLink(): void
}

function AcceptForm({ link, invitation, onJoined, onAnotherLink }: AcceptFormProps) {
  const { t } = useTranslation()
  const dates = useDates()
  // A refusal stays beside the invitation that it is about.
  const join = useMutation({
    mutationFn: (place: Commands['invitation.join']['in']['place']) =>
      coreLink.call('invitation.join', { link, ...(place && { place }) }),
    onSuccess: ({ space }) => onJoined(space),
  })
  // Who goes back does not enter: an answer that came later would have taken it into the network unasked.
  useEffect(() => () => void coreLink.call('invitation.cancelJoin', {}).catch(() => undefined), [])
  const failure = join.isError ? toAppError(join.error).code : undefined
  const isRefused = failure !== undefined && failure !== 'cancelled'
  // Two clocks that do not agree: the one that is wrong may be either.
  const isClockDoubtful = failure === 'invitation-expired' && !invitation.hasExpired
  const clocks = { date: dates.precise(invitation.expiresAt), now: dates.precise(Date.now()) }
  const { isOfPlace, isForRelay, belonging } = invitation
  const isNewPlace = belonging === 'none' && !isOfPlace && !isForRelay
  const names = { place: invitation.placeName, space: invitation.spaceName }
  const form = useForm({
    initialValues: { placeName: '', commune: '' },
    validate: { placeName: (name) => (isNewPlace && name.trim() === '' ? t('welcome.required') : null) },
  })
  const submit = form.onSubmit(({ placeName, commune }) =>
    join.mutate(isNewPlace ? { name: placeName, commune } : undefined),
  )

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Alert
          variant="light"
          icon={<IconMailOpened />}
          title={t(titleOf(invitation), names)}
          {...(isForRelay && { color: 'clay' })}
        >
          <Text size="sm">{t(leadOf(invitation), names)}</Text>
          {!invitation.hasExpired && <Text size="sm">{t('welcome.validUntil', clocks)}</Text>}
        </Alert>
        {invitation.hasExpired && (
          <Alert color="clay" variant="light" icon={<IconClockExclamation />} role="status">
            {t('welcome.clockSaysExpired', clocks)}
          </Alert>
        )}
        {isNewPlace && <PlaceInputs form={form} />}
        {join.isPending && <JoinProgress />}
        {isRefused && (
          <Alert color="red" variant="light" icon={<IconAlertCircle />} role="alert">
            {isClockDoubtful ? t('welcome.memberSaysExpired', clocks) : errorSentence(join.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          {(isForRelay || isRefused) && (
            <Button variant="default" onClick={onAnotherLink}>
              {t('welcome.anotherLink')}
            </Button>
          )}
          {join.isPending ? (
            <Button variant="default" onClick={() => void coreLink.call('invitation.cancelJoin', {})}>
              {t('action.cancel')}
            </Button>
          ) : (
            !isForRelay && <Button type="submit">{t(`welcome.enter.${belonging}`)}</Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function titleOf({ isForRelay, isOfPlace, belonging }: Invitation) {
  if (isForRelay) return 'welcome.relayInvited'
  if (belonging === 'member') return 'welcome.alreadyIn'
  return isOfPlace ? 'welcome.oneMoreComputer' : 'welcome.invitedBy'
}

function leadOf({ isForRelay, isOfPlace, belonging }: Invitation) {
  if (isForRelay) return 'welcome.forRelay'
  if (belonging === 'member') return 'welcome.nothingToDo'
  if (belonging === 'removed') return 'welcome.comeBack'
  return isOfPlace ? 'welcome.samePlace' : 'welcome.membersSee'
}
