import { useTranslation } from 'react-i18next'
import type { ResourceFields } from '../../../src-shared/ipc/contract.ts'
import type { ResourceRow } from '../../../src-shared/model/resource.ts'
import { FieldVersions } from '../../components/field-versions.tsx'

interface ResourceVersionsProps {
  row: ResourceRow
  /** Absent for whoever may not write. */
  onChoose?: ((fields: ResourceFields) => void) | undefined
}

/** The fields of a resource that several people wrote apart, each with its versions. */
export function ResourceVersions({ row, onChoose }: ResourceVersionsProps) {
  const { t } = useTranslation()
  const quantity = (value: number | null) => (value === null ? t('inventory.uncounted') : String(value))
  const fields = [
    choice('name', row.name, row.versions.name, String),
    choice('description', row.description, row.versions.description, String),
    choice('quantity', row.quantity, row.versions.quantity, quantity),
    choice('state', row.state, row.versions.state, (state) => t(`inventory.states.${state}`)),
    choice('conditions', row.conditions, row.versions.conditions, String),
  ]
  return fields.map(({ name, standing, others, chosen }) => (
    <FieldVersions
      key={name}
      field={t(`inventory.${name}`)}
      standing={standing}
      others={others}
      onChoose={onChoose && ((version) => onChoose(chosen(version)))}
    />
  ))
}

/** A field with its versions as people read them, and what a chosen one is to be stored as. */
function choice<Name extends 'name' | 'description' | 'quantity' | 'state' | 'conditions', Value>(
  name: Name,
  standing: Value,
  others: readonly Value[] = [],
  show: (value: Value) => string,
) {
  const values = [standing, ...others]
  return {
    name,
    standing: show(standing),
    others: others.map(show),
    chosen: (shown: string): ResourceFields => ({ [name]: values.find((value) => show(value) === shown) }),
  }
}
