import {
  Anchor,
  Button,
  Center,
  Container,
  Group,
  Loader,
  SimpleGrid,
  Stack,
  Text,
  ThemeIcon,
  Title,
  UnstyledButton,
} from '@mantine/core'
import { type Icon, IconArrowLeft, IconCompass, IconHomePlus, IconUsersPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { LanguageChoice } from '../../components/language-choice.tsx'
import { useCommand } from '../../core/use-core.ts'
import type { Language } from '../../strings/translate.ts'
import { RecoverForm } from '../recovery/recover-form.tsx'
import { RestoreBackup } from '../settings/restore-backup.tsx'
import { BrandMark } from './brand-mark.tsx'
import { CreateForm } from './create-form.tsx'
import { JoinForm } from './join-form.tsx'

interface WelcomeProps {
  /** An invitation that came from outside: shown in the form, never acted on. */
  link: string
  onEnter(space: SpaceId): void
  /** Back to the networks, when there are some. */
  onLeave: (() => void) | undefined
}

type Step = 'choice' | 'create' | 'join' | 'restore'

/** The first minute: create, join, or look around. */
export function Welcome({ link, onEnter, onLeave }: WelcomeProps) {
  const { t, i18n } = useTranslation()
  const [step, setStep] = useState<Step>(link === '' ? 'choice' : 'join')
  const example = useCommand('space.createExample')
  const openExample = () =>
    example.mutate({ language: i18n.language as Language }, { onSuccess: ({ space }) => onEnter(space) })

  return (
    <Center component="main" mih="100vh" p="xl">
      <Container size={880} w="100%">
        <Stack gap="xl">
          <Stack gap="sm">
            <Group justify="space-between">
              <Group gap="md">
                <BrandMark size={52} />
                <Title order={1}>{t('welcome.title')}</Title>
              </Group>
              <LanguageChoice />
            </Group>
            <Text size="lg" maw={680}>
              {t('welcome.lead')}
            </Text>
          </Stack>
          {step === 'choice' && (
            <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
              <Choice
                icon={IconHomePlus}
                title={t('welcome.create')}
                lead={t('welcome.createLead')}
                onChoose={() => setStep('create')}
              />
              <Choice
                icon={IconUsersPlus}
                title={t('welcome.join')}
                lead={t('welcome.joinLead')}
                onChoose={() => setStep('join')}
              />
              <Choice
                icon={IconCompass}
                title={t('welcome.example')}
                lead={t('welcome.exampleLead')}
                onChoose={openExample}
                busy={example.isPending}
              />
            </SimpleGrid>
          )}
          {step === 'create' && <CreateForm onCreated={onEnter} />}
          {step === 'restore' && (
            <>
              <Stack className="sheet" p="xl" maw={640} align="flex-start">
                <Title order={2}>{t('backup.restoreTitle')}</Title>
                <RestoreBackup onRestored={onEnter} />
              </Stack>
              <Stack className="sheet" p="xl" maw={640} align="flex-start">
                <Title order={2}>{t('recovery.recoverTitle')}</Title>
                <RecoverForm onRecovered={onEnter} />
              </Stack>
            </>
          )}
          {step === 'join' && <JoinForm initialLink={link} onJoined={onEnter} />}
          <Group>
            {step !== 'choice' && (
              <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => setStep('choice')}>
                {t('action.back')}
              </Button>
            )}
            {step === 'choice' && (
              <Anchor component="button" onClick={() => setStep('restore')}>
                {t('welcome.restore')}
              </Anchor>
            )}
            {onLeave && step === 'choice' && (
              <Anchor component="button" onClick={onLeave}>
                {t('action.back')}
              </Anchor>
            )}
            {example.isPending && (
              <Group role="status" gap="xs">
                <Loader size="xs" />
                <Text>{t('welcome.examplePreparing')}</Text>
              </Group>
            )}
          </Group>
        </Stack>
      </Container>
    </Center>
  )
}

interface ChoiceProps {
  icon: Icon
  title: string
  lead: string
  busy?: boolean
  onChoose(): void
}

function Choice({ icon: Glyph, title, lead, busy = false, onChoose }: ChoiceProps) {
  return (
    <UnstyledButton className="choice" onClick={onChoose} disabled={busy}>
      <Stack gap="sm">
        <ThemeIcon size={46} radius="md" variant="light">
          <Glyph size={26} stroke={1.6} aria-hidden />
        </ThemeIcon>
        <Text fw={700} size="lg">
          {title}
        </Text>
        <Text c="dimmed">{lead}</Text>
      </Stack>
    </UnstyledButton>
  )
}
