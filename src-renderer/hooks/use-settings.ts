import type { Settings } from '../../src-shared/ipc/contract.ts'
import { queryClient } from '../core/core-queries.ts'
import { useAnswer, useCommand } from '../core/use-core.ts'

/** What a person chose, and how to choose again: shown at once, on disk when the core has answered. */
export function useSettings() {
  const settings = useAnswer('settings.get', {}).data
  const save = useCommand('settings.set')
  const set = (changed: Partial<Settings>) =>
    save.mutate({ settings: changed }, { onSuccess: (next) => queryClient.setQueryData(['settings.get', {}], next) })
  return { settings, set }
}
