import { useTranslation } from 'react-i18next'
import { resourceCategories, resourceStates } from '../../../src-shared/model/resource.ts'
import type { ResourceSort } from './resource-filters.ts'

/** What the core needs to sort by words that only the window knows: categories and states by their names on screen. */
export function useLabelOrder(sort: ResourceSort['sort']): { order?: string[] } {
  const { t, i18n } = useTranslation()
  const { compare } = new Intl.Collator(i18n.language)
  const inOrder = <Value extends string>(values: readonly Value[], label: (value: Value) => string) =>
    values.toSorted((one, other) => compare(label(one), label(other)))
  switch (sort) {
    case 'category':
      return { order: inOrder(resourceCategories, (value) => t(`inventory.categories.${value}`)) }
    case 'state':
      return { order: inOrder(resourceStates, (value) => t(`inventory.states.${value}`)) }
    default:
      return {}
  }
}
