import type { next as A } from '@automerge/automerge'
import { useEffect, useState } from 'react'
import type { PageId } from '../../src-shared/ids.ts'
import type { Events } from '../../src-shared/ipc/contract.ts'
import { coreLink } from '../core/core-link.ts'
import { useSpace } from './current-space.ts'
import { type SaveState, saveStateOf } from './save-state.ts'
import type { OpenPage } from './use-page-document.ts'

/** Follows whether what was typed is on disk, by comparing the document with what the core says it wrote. */
export function useSaveState(page: PageId, open: OpenPage): SaveState {
  const { space } = useSpace()
  const [state, setState] = useState<SaveState>({ state: 'saved' })
  useEffect(() => {
    let savedHeads = open.savedHeads
    let refusal: Events['page.unsaved']['code'] | undefined
    const look = () => {
      const next = saveStateOf(open.handle.doc() as A.Doc<unknown>, open.actor, savedHeads, refusal)
      setState((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
    }
    const undo = [
      coreLink.on('page.saved', (saved) => {
        if (saved.space !== space || saved.page !== page) return
        savedHeads = saved.heads
        refusal = undefined
        look()
      }),
      coreLink.on('page.unsaved', (unsaved) => {
        if (unsaved.space !== space || unsaved.page !== page) return
        refusal = unsaved.code
        look()
      }),
    ]
    open.handle.on('heads-changed', look)
    look()
    return () => {
      open.handle.off('heads-changed', look)
      for (const undoOne of undo) undoOne()
    }
  }, [space, page, open])
  return state
}
