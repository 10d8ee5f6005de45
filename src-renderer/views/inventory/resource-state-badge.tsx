import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ResourceState } from '../../../src-shared/model/resource.ts'

const colours: Record<ResourceState, string> = { available: 'forest', lent: 'clay', broken: 'red', retired: 'gray' }

export function ResourceStateBadge({ state }: { state: ResourceState }) {
  const { t } = useTranslation()
  return (
    <Badge variant="light" color={colours[state]}>
      {t(`inventory.states.${state}`)}
    </Badge>
  )
}
