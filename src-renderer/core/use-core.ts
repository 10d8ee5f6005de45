import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { CommandName, Commands } from '../../src-shared/ipc/contract.ts'
import { showError } from '../components/show-error.ts'
import { coreLink, type LinkState } from './core-link.ts'

export function useLinkState(): LinkState {
  return useSyncExternalStore(
    (watcher) => coreLink.watch(watcher),
    () => coreLink.current,
  )
}

/** What the core answers, kept and asked again when its events say so. */
export function useAnswer<Name extends CommandName>(name: Name, input: Commands[Name]['in'], enabled = true) {
  return useQuery<Commands[Name]['out']>({
    queryKey: [name, input],
    queryFn: () => coreLink.call(name, input),
    placeholderData: keepPreviousData as never,
    enabled,
  })
}

/**
 * The same, never what was kept of an earlier look: a form that opens with it shows what is stored. While it is on
 * screen it follows what others change.
 */
export function useFreshAnswer<Name extends CommandName>(name: Name, input: Commands[Name]['in']) {
  const { data, isFetchedAfterMount, ...query } = useQuery<Commands[Name]['out']>({
    queryKey: [name, input],
    queryFn: () => coreLink.call(name, input),
    refetchOnMount: 'always',
    gcTime: 0,
  })
  return { ...query, data: isFetchedAfterMount ? data : undefined }
}

/** A command that a person gives: `mutate` runs it, failures are shown in a sentence. */
export function useCommand<Name extends CommandName>(name: Name) {
  return useMutation<Commands[Name]['out'], Error, Commands[Name]['in']>({
    mutationFn: (input) => coreLink.call(name, input),
    onError: showError,
  })
}
