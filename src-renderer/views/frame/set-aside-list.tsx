import { Button, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DocumentId } from '../../../src-shared/ids.ts'
import type { SetAsideRow } from '../../../src-shared/ipc/contract.ts'
import { queryClient } from '../../core/core-queries.ts'
import { useAnswer, useCommand } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useDates } from '../../hooks/use-dates.ts'

/** What is kept and not shown: refused changes with their author, documents that this computer could not read. */
export function SetAsideList() {
  const { t } = useTranslation()
  const { space } = useSpace()
  const entries = useAnswer('space.setAside', { space }).data?.setAside
  const tryAgain = useCommand('space.tryAgain')
  if (!entries || entries.length === 0) return null
  const onTryAgain = (document: DocumentId) =>
    tryAgain.mutate(
      { space, document },
      { onSettled: () => void queryClient.invalidateQueries({ queryKey: ['space.setAside'] }) },
    )
  return (
    <Stack component="section" aria-labelledby="set-aside">
      <Title order={3} size="h5" id="set-aside">
        {t('setAside.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('setAside.explained')}
      </Text>
      {entries.map((entry) => (
        <Entry
          key={`${entry.document} ${entry.device}`}
          entry={entry}
          isTrying={tryAgain.isPending && tryAgain.variables.document === entry.document}
          onTryAgain={onTryAgain}
        />
      ))}
    </Stack>
  )
}

interface EntryProps {
  entry: SetAsideRow
  isTrying: boolean
  onTryAgain(document: DocumentId): void
}

function Entry({ entry, isTrying, onTryAgain }: EntryProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const { device, document, reason, at } = entry
  const title = entry.title ?? t('setAside.untitled')
  const place = entry.place ?? t('setAside.somePlace')
  return (
    <Stack className="sheet" p="md" gap="xs" align="flex-start">
      <Text fw={700} lineClamp={2}>
        {title}
      </Text>
      <Text size="sm">
        {device === null
          ? t(reason === 'crashed' ? 'setAside.crashed' : 'setAside.unread')
          : t('setAside.refused', { place, reason: t(`setAside.${kindOf(reason)}`) })}
      </Text>
      <Text size="sm" c="dimmed">
        {dates.ago(at)}
      </Text>
      {device === null && (
        <Button size="xs" variant="default" loading={isTrying} onClick={() => onTryAgain(document)}>
          {t('setAside.tryAgain')}
        </Button>
      )}
    </Stack>
  )
}

/** The reasons that a person can do something with; all others are a block that nobody can use. */
function kindOf(reason: SetAsideRow['reason']): 'tooLarge' | 'newer' | 'notTheirs' | 'unusable' {
  switch (reason) {
    case 'too-large':
      return 'tooLarge'
    case 'newer-version':
      return 'newer'
    case 'no-access':
      return 'notTheirs'
    default:
      return 'unusable'
  }
}
