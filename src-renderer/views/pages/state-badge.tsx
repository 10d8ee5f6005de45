import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PageState } from '../../../src-shared/model/page.ts'

const colours: Record<PageState, string> = { draft: 'gray', stable: 'forest', debated: 'clay' }

export function StateBadge({ state }: { state: PageState }) {
  const { t } = useTranslation()
  return (
    <Badge variant="light" color={colours[state]}>
      {t(`pages.states.${state}`)}
    </Badge>
  )
}
