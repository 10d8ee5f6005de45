import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconVersions } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface FieldVersionsProps {
  /** The name of the field, as a person knows it. */
  field: string
  /** What everybody sees. */
  standing: string
  /** What was written at the same time, kept whole. */
  others: readonly string[]
  /** Absent for whoever may not write. */
  onChoose?: ((version: string) => void) | undefined
}

/** Several people wrote the same field apart: which version stands is theirs to say, with one click. */
export function FieldVersions({ field, standing, others, onChoose }: FieldVersionsProps) {
  const { t } = useTranslation()
  if (others.length === 0) return null
  const count = { count: others.length, all: others.length + 1 }
  return (
    <Alert
      color="clay"
      variant="light"
      mb="md"
      icon={<IconVersions size={20} aria-hidden />}
      title={t('versions.title', { field, ...count })}
    >
      <Text size="sm">{t('versions.explained', count)}</Text>
      <Stack component="ul" gap="xs" className="versions">
        <Version text={standing} choice="keep" note={t('versions.standing')} onChoose={onChoose} />
        {others.map((other) => (
          <Version key={other} text={other} choice="take" onChoose={onChoose} />
        ))}
      </Stack>
    </Alert>
  )
}

interface VersionProps {
  text: string
  choice: 'keep' | 'take'
  note?: string
  onChoose: ((version: string) => void) | undefined
}

/** Characters that a screen reader is given of a version, as the name of its button. */
const NAMED = 80

function Version({ text, choice, note, onChoose }: VersionProps) {
  const { t } = useTranslation()
  const shown = text || t('versions.empty')
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <Text className="as-written" lineClamp={6}>
        {shown}
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
          aria-label={t(`versions.${choice}Named`, { version: shown.slice(0, NAMED) })}
          onClick={() => onChoose(text)}
        >
          {t(`versions.${choice}`)}
        </Button>
      )}
    </Group>
  )
}
