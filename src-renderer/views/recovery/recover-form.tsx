import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceId } from '../../../src-shared/ids.ts'
import { errorSentence } from '../../components/error-sentence.ts'
import { coreLink } from '../../core/core-link.ts'
import { mistypedGroups } from './mistyped-groups.ts'

/** Goes on in the place of a computer that is lost. */
export function RecoverForm({ onRecovered }: { onRecovered(space: SpaceId): void }) {
  const { t } = useTranslation()
  const [sheet, setSheet] = useState('')
  // Its failure is said under the text: it stays there until the text changes.
  const recover = useMutation({
    mutationFn: (text: string) => coreLink.call('space.recover', { sheet: text }),
    onSuccess: ({ space }) => onRecovered(space),
  })
  const [mistyped] = mistypedGroups(sheet)
  return (
    <form
      style={{ alignSelf: 'stretch' }}
      onSubmit={(event) => {
        event.preventDefault()
        recover.mutate(sheet)
      }}
    >
      <Stack>
        <Text>{t('recovery.recoverLead')}</Text>
        <Textarea
          label={t('recovery.title')}
          description={t('recovery.typeHint')}
          value={sheet}
          onChange={(event) => {
            setSheet(event.currentTarget.value)
            recover.reset()
          }}
          error={recover.isError && errorSentence(recover.error)}
          errorProps={{ role: 'alert' }}
          maxLength={20_000}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          classNames={{ input: 'sheet-letters' }}
        />
        {mistyped && (
          <Text size="sm" role="status">
            {t('recovery.mistyped', { ...mistyped })}
          </Text>
        )}
        <Group>
          <Button type="submit" variant="default" loading={recover.isPending} disabled={sheet.trim() === ''}>
            {t('recovery.recover')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
