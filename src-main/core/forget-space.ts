import type { ViewDatabase } from './lib/view-database.ts'
import type { LogStore } from './log/log-store.ts'
import type { Space } from './space.ts'

/**
 * Frees what a space that has stopped held on this disk: what others wrote, files, lists and search. Our own log stays,
 * sealed under a secret that is forgotten: begun anew after a return, it would say two things at one place.
 */
export async function forgetSpace({ id, keys, logs }: Space, store: LogStore, views: ViewDatabase): Promise<void> {
  await views.clear(id, [])
  for (const { device } of logs.all()) {
    if (device !== store.device) await store.empty(device, keys.logNamespace)
    await store.empty(device, keys.blobNamespace)
  }
}
