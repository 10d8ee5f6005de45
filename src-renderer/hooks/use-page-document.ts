import { next as A } from '@automerge/automerge'
import type { AutomergeUrl, DocHandle } from '@automerge/automerge-repo'
import { useEffect, useState } from 'react'
import type { PageId } from '../../src-shared/ids.ts'
import { coreLink } from '../core/core-link.ts'
import { useLinkState } from '../core/use-core.ts'
import { useSpace } from './current-space.ts'
import { discardBlank } from './discard-blank.ts'

/** A page's document as this window holds it. */
export interface OpenPage {
  handle: DocHandle<unknown>
  /** The only actor under which this window writes it. */
  actor: string
  /** What the core had on disk when it opened the page. */
  savedHeads: string[]
}

export type PageDocument =
  | { state: 'opening' }
  | { state: 'open'; page: OpenPage }
  | { state: 'failed'; error: unknown }

/** Pages that this window shows, and how each is left with all that was typed in it written. */
const openPages = new Set<() => Promise<unknown>>()

/** Resolves with true once all that was typed in this window is on disk, with false when something cannot be. */
export async function leaveOpenPages(): Promise<boolean> {
  const saved = await Promise.allSettled([...openPages].map((leave) => leave()))
  return saved.every(({ status }) => status === 'fulfilled')
}

/**
 * Opens a page for as long as the view shows it. Nothing can be typed before the document holds all that the core
 * has, under the actor that the core assigned: a change under another actor would be refused by every member.
 */
export function usePageDocument(page: PageId): PageDocument {
  const { space } = useSpace()
  const link = useLinkState()
  const connection = link.state === 'connected' ? link.connection : undefined
  const [document, setDocument] = useState<PageDocument>({ state: 'opening' })

  useEffect(() => {
    if (connection === undefined) return
    const closing = new AbortController()
    let handle: DocHandle<unknown> | undefined
    openPage(() => coreLink.call('page.open', { space, page }), closing.signal).then(
      (opened) => {
        handle = opened.handle
        if (!closing.signal.aborted) setDocument({ state: 'open', page: opened })
      },
      (error: unknown) => !closing.signal.aborted && setDocument({ state: 'failed', error }),
    )
    const heads = () => (handle ? A.getHeads(handle.doc() as A.Doc<unknown>) : [])
    // Nothing can be typed in a page that did not open.
    const leave = async () => {
      if (!handle) return
      await coreLink.call('page.save', { space, page, heads: heads() })
      await discardBlank(space, page, handle.doc())
    }
    openPages.add(leave)
    return () => {
      closing.abort()
      openPages.delete(leave)
      void coreLink.call('page.close', { space, page, heads: heads() }).catch(() => null)
    }
  }, [space, page, connection])

  return document
}

async function openPage(
  ask: () => Promise<{ url: string; actor: string; heads: string[] }>,
  signal: AbortSignal,
): Promise<OpenPage> {
  const { url, actor, heads } = await ask()
  const handle = await coreLink.repo.find<unknown>(url as AutomergeUrl, { signal })
  await whenHolds(handle, heads, signal)
  handle.update((doc) => A.clone(doc as A.Doc<unknown>, { actor }))
  return { handle, actor, savedHeads: heads }
}

/** Resolves once the handle's document has received `heads`. */
function whenHolds(handle: DocHandle<unknown>, heads: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!signal.aborted && !A.hasHeads(handle.doc() as A.Doc<unknown>, heads)) return
      handle.off('heads-changed', look)
      signal.removeEventListener('abort', look)
      if (signal.aborted) reject(signal.reason)
      else resolve()
    }
    handle.on('heads-changed', look)
    signal.addEventListener('abort', look)
    look()
  })
}
