import { Alert, Anchor, Button, Checkbox, CopyButton, Group, Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconCheck, IconCopy, IconInfoCircle, IconUserPlus } from '@tabler/icons-react'
import { QRCodeSVG } from 'qrcode.react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { InvitationRow } from '../../../src-shared/ipc/contract.ts'
import { type InvitedRole, roleSchema } from '../../../src-shared/model/role.ts'
import { ViewHeader } from '../../components/view-header.tsx'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { useRights } from '../../hooks/use-rights.ts'

/** How long a link may be used, in days. */
const LIFETIMES = [1, 7, 30]

interface Terms {
  /** For one more computer of our own place. */
  ofOwnPlace: boolean
  role: InvitedRole
  isReusable: boolean
  needsApproval: boolean
  days: string
}

const FOR_A_PLACE: Terms = {
  ofOwnPlace: false,
  role: 'contributor',
  isReusable: false,
  needsApproval: false,
  days: '7',
}

/** Only who administers invites, and its place's other computer does what it does. */
const FOR_OUR_COMPUTER: Terms = { ...FOR_A_PLACE, ofOwnPlace: true, role: 'administrator', days: '1' }

/** It is always on, and nobody reads there. */
const FOR_A_RELAY: Terms = { ...FOR_A_PLACE, role: 'relay' }

const termsFor = { other: FOR_A_PLACE, own: FOR_OUR_COMPUTER, relay: FOR_A_RELAY }
type Whom = keyof typeof termsFor

function whomOf({ ofOwnPlace, role }: Terms): Whom {
  if (ofOwnPlace) return 'own'
  return role === 'relay' ? 'relay' : 'other'
}

/** A link, and the same as a code, that lets one more place in, or many. */
export function Invite() {
  const { t } = useTranslation()
  const { name } = useSpace()
  const { mayAdminister } = useRights()
  return (
    <div className="view">
      <Anchor component={Link} to="/members" c="dimmed">
        <Group gap={6} mb="md">
          <IconArrowLeft size={18} aria-hidden />
          {t('members.title')}
        </Group>
      </Anchor>
      <ViewHeader title={t('invite.title')} lead={t('invite.lead', { space: name })} />
      {mayAdminister ? <InviteForm /> : <Text>{t('invite.notAllowed')}</Text>}
    </div>
  )
}

function InviteForm() {
  const { t } = useTranslation()
  const { space } = useSpace()
  const create = useCommand('invitation.create')
  const ours = useOwnPlaceName()
  const form = useForm<Terms>({ initialValues: FOR_A_PLACE })
  const whom = whomOf(form.values)
  if (create.data) return <ReadyInvitation {...create.data} terms={form.values} onAnother={() => create.reset()} />
  return (
    <form onSubmit={form.onSubmit(({ days, ...terms }) => create.mutate({ space, ...terms, days: Number(days) }))}>
      <Stack className="sheet" p="xl" gap="lg" align="flex-start" maw={720}>
        <Radio.Group label={t('invite.whom')} value={whom} onChange={(next) => form.setValues(termsFor[next as Whom])}>
          <Stack gap="sm" mt="xs">
            <Radio value="other" label={t('invite.aPlace')} />
            <Radio value="own" label={t('invite.ownComputer', { place: ours })} description={t('invite.ownHint')} />
            <Radio value="relay" label={t('invite.aRelay')} description={t('invite.relayHint')} />
          </Stack>
        </Radio.Group>
        {whom === 'other' && <PlaceTerms form={form} />}
        <Select
          label={t('invite.days')}
          data={LIFETIMES.map((days) => ({ value: String(days), label: t('invite.daysCount', { count: days }) }))}
          allowDeselect={false}
          w={200}
          {...form.getInputProps('days')}
        />
        <Button type="submit" size="md" leftSection={<IconUserPlus size={20} />} loading={create.isPending}>
          {t('invite.create')}
        </Button>
      </Stack>
    </form>
  )
}

/** What another place may do, and how it gets in. */
function PlaceTerms({ form }: { form: UseFormReturnType<Terms> }) {
  const { t } = useTranslation()
  return (
    <>
      <Radio.Group label={t('invite.role')} {...form.getInputProps('role')}>
        <Stack gap="sm" mt="xs">
          {roleSchema.options.toReversed().map((role) => (
            <Radio key={role} value={role} label={t(`role.${role}`)} description={t(`roleHint.${role}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Checkbox
        label={t('invite.many')}
        description={t('invite.manyHint')}
        checked={form.values.isReusable}
        onChange={({ currentTarget }) => {
          // A link meant for many goes further than it was sent.
          form.setValues({ isReusable: currentTarget.checked, needsApproval: currentTarget.checked })
        }}
      />
      <Checkbox
        label={t('invite.approval')}
        description={t('invite.approvalHint')}
        {...form.getInputProps('needsApproval', { type: 'checkbox' })}
      />
    </>
  )
}

function useOwnPlaceName(): string {
  const { space, place } = useSpace()
  return useAnswer('place.list', { space }).data?.places.find((one) => one.place === place)?.name ?? ''
}

interface ReadyInvitationProps {
  link: string
  invitation: string
  expiresAt: number
  terms: Terms
  onAnother(): void
}

function ReadyInvitation({ link, invitation, expiresAt, terms, onAnother }: ReadyInvitationProps) {
  const { t } = useTranslation()
  const [showsCode, code] = useDisclosure(false)
  const { space } = useSpace()
  const row = useAnswer('invitation.list', { space }).data?.invitations.find((one) => one.invitation === invitation)
  const dates = useDates()
  const { role, ofOwnPlace } = terms
  if (row?.state === 'used') return <UsedInvitation guests={row.guests} onAnother={onAnother} />
  return (
    <Stack className="sheet" p="xl" maw={720}>
      {row && row.guests.length > 0 && <Arrived guests={row.guests} />}
      <Textarea
        label={t('invite.link')}
        value={link}
        readOnly
        autosize
        maxRows={6}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button autoFocus onClick={copy} leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}>
              {copied ? t('action.copied') : t('action.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="subtle" onClick={onAnother}>
          {t('invite.another')}
        </Button>
      </Group>
      <Text fw={650}>{t('invite.expires', { date: dates.precise(expiresAt) })}</Text>
      <Text>{t(nextStep(terms))}</Text>
      <Alert variant="light" color="clay" icon={<IconInfoCircle />}>
        {t(whoEnters(terms))} {t(ofOwnPlace ? 'invite.grants.own' : `invite.grants.${role}`)}
      </Alert>
      <Stack gap="xs" align="flex-start">
        <Button variant="subtle" size="compact-md" aria-expanded={showsCode} onClick={code.toggle}>
          {t(showsCode ? 'invite.hideQr' : 'invite.showQr')}
        </Button>
        {showsCode && (
          <>
            <Text size="sm" c="dimmed">
              {t('invite.qrHint')}
            </Text>
            <div className="code">
              <QRCodeSVG value={link} size={200} title={t('invite.qr')} marginSize={2} />
            </div>
          </>
        )}
      </Stack>
    </Stack>
  )
}

/** Who came in by this link, in the place of a link that lets nobody in any more. */
function UsedInvitation({ guests, onAnother }: { guests: InvitationRow['guests']; onAnother(): void }) {
  const { t } = useTranslation()
  return (
    <Stack className="sheet" p="xl" align="flex-start" maw={720}>
      <Arrived guests={guests} />
      <Text>{t('invite.usedUp')}</Text>
      <Group>
        <Button component={Link} to="/members">
          {t('invite.seeMembers')}
        </Button>
        <Button variant="subtle" onClick={onAnother}>
          {t('invite.another')}
        </Button>
      </Group>
    </Stack>
  )
}

function Arrived({ guests }: { guests: InvitationRow['guests'] }) {
  const { t, i18n } = useTranslation()
  const places = guests.map(({ place }) => place || t('members.unnamed'))
  const names = new Intl.ListFormat(i18n.language).format(places)
  return (
    <Alert variant="light" color="forest" icon={<IconCheck />} role="status">
      {t('invite.arrived', { count: guests.length, names })}
    </Alert>
  )
}

/** How far a link that got into other hands leads. */
function whoEnters({ needsApproval, isReusable }: Terms) {
  if (needsApproval) return 'invite.asks'
  return isReusable ? 'invite.reusable' : 'invite.once'
}

/** What whoever made the link has to do. */
function nextStep(terms: Terms) {
  switch (whomOf(terms)) {
    case 'own':
      return 'invite.pasteThere'
    case 'relay':
      return 'invite.startRelay'
    default:
      return terms.needsApproval ? 'invite.stayOpenToAccept' : 'invite.stayOpen'
  }
}
