import type { ResourceDraft } from '../../../src-shared/ipc/contract.ts'

/** A draft with every field filled in. */
export type ResourceValues = { [Name in keyof ResourceDraft]-?: Exclude<ResourceDraft[Name], undefined> }

/** The fields that a person changed: the others may have been changed elsewhere meanwhile, and are not ours to write. */
export function changedFields(before: ResourceValues, after: ResourceValues): Partial<ResourceValues> {
  const isChanged = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[name as keyof ResourceValues])
  return Object.fromEntries(Object.entries(after).filter(isChanged))
}
