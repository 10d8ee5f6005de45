import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconVersions } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface TwoVersionsProps {
  /** The name of the field, as a person knows it. */
  field: string
  /** What everybody sees. */
  standing: string
  /** What was written at the same time, kept whole. */
  others: readonly string[]
  /** Absent for whoever may not write. */
  onChoose?: ((version: string) => void) | undefined
}

/** Two people wrote the same field apart: which version stands is theirs to say, with one click. */
export function TwoVersions({ field, standing, others, onChoose }: TwoVersionsProps) {
  const { t } = useTranslation()
  if (others.length === 0) return null
  return (
    <Alert
      color="clay"
      variant="light"
      mb="md"
      icon={<IconVersions size={20} aria-hidden />}
      title={t('versions.title', { field })}
    >
      <Text size="sm">{t('versions.explained')}</Text>
      <Stack component="ul" gap="xs" className="versions">
        <Version text={standing} label={t('versions.keep')} note={t('versions.standing')} onChoose={onChoose} />
        {others.map((other) => (
          <Version key={other} text={other} label={t('versions.take')} onChoose={onChoose} />
        ))}
      </Stack>
    </Alert>
  )
}

interface VersionProps {
  text: string
  label: string
  note?: string
  onChoose: ((version: string) => void) | undefined
}

function Version({ text, label, note, onChoose }: VersionProps) {
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <Text className="as-written" lineClamp={6}>
        {text}
        {note && (
          <Text span size="sm" c="dimmed">
            {' '}
            {note}
          </Text>
        )}
      </Text>
      {onChoose && (
        <Button
          size="xs"
          variant="default"
          flex="none"
          aria-label={`${label} : ${text}`}
          onClick={() => onChoose(text)}
        >
          {label}
        </Button>
      )}
    </Group>
  )
}
