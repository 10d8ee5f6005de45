import { Text, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PageId } from '../../../src-shared/ids.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useIsRemoved } from '../../hooks/use-is-removed.ts'

/** How many of the other places have the last words of a page, as they said. Nothing where there is no other place, or none any more. */
export function ReachNotice({ page }: { page: PageId }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const reach = useAnswer('page.reach', { space, page }).data
  const isRemoved = useIsRemoved()
  if (!reach || reach.places === 0 || isRemoved) return null
  const { places, lacking } = reach
  const names = lacking.map((name) => name || t('status.unnamed')).join(', ')
  const text =
    lacking.length === 0 ? t('pages.reachedAll') : t('pages.reached', { count: places - lacking.length, places })
  return (
    <Tooltip
      label={lacking.length === 0 ? t('pages.reachedAllHint') : t('pages.notReached', { names })}
      multiline
      maw={320}
    >
      <Text size="sm" c="dimmed" tabIndex={0} data-testid="page-reach">
        {text}
      </Text>
    </Tooltip>
  )
}
