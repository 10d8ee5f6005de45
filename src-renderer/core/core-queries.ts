import { QueryClient } from '@tanstack/react-query'
import { AppError } from '../../src-shared/errors.ts'
import type { CommandName } from '../../src-shared/ipc/contract.ts'
import type { CoreLink } from './core-link.ts'

/** Events come in bursts while a network is received: lists on screen ask again at most this often. */
const REFRESH_INTERVAL = 300

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (failures, error) => error instanceof AppError && error.code === 'disconnected' && failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
})

const readsOf = {
  page: ['page.list', 'page.get', 'tag.list', 'search.query'],
  resource: ['resource.list', 'resource.get', 'tag.list', 'search.query'],
  place: ['place.list', 'space.list', 'space.status', 'member.list', 'invitation.list'],
  space: ['space.list'],
} satisfies Record<string, CommandName[]>

/** Asks again for what is on screen when the core says that it has changed. Returns its own undo. */
export function refreshOnEvents(link: CoreLink): () => void {
  const refresh = throttledRefresh()
  let connection = 0
  const undo = [
    link.on('directory.changed', ({ types }) => refresh(types.flatMap((type) => readsOf[type]))),
    link.on('status.changed', () => refresh(['space.status', 'space.setAside', 'page.reach'])),
    link.on('network.changed', (status) => queryClient.setQueryData(['network.status', {}], status)),
    link.on('backup.changed', () => refresh(['backup.state'])),
    link.on('space.joined', () => refresh(['space.list'])),
    link.on('member.changed', () => refresh(['member.list', 'invitation.list', 'space.list', 'page.reach'])),
    link.on('invitation.requestsChanged', () => refresh(['invitation.requests'])),
    link.on('blob.arrived', ({ space, hash }) => {
      void queryClient.invalidateQueries({ queryKey: ['blob.read', { space, hash }] })
    }),
    link.watch(() => {
      const current = link.current
      if (current.state !== 'connected' || current.connection === connection) return
      connection = current.connection
      void queryClient.invalidateQueries()
    }),
  ]
  return () => {
    for (const undoOne of undo) undoOne()
  }
}

function throttledRefresh(): (names: CommandName[]) => void {
  const waiting = new Set<CommandName>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return (names) => {
    for (const name of names) waiting.add(name)
    if (timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      for (const name of waiting) void queryClient.invalidateQueries({ queryKey: [name] })
      waiting.clear()
    }, REFRESH_INTERVAL)
  }
}
