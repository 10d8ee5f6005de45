import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { forgetSaidElsewhere } from '../components/said-in-view.ts'
import { focusHeading } from './focus-heading.ts'
import { viewName } from './view-name.ts'

/** Where each view was scrolled to, for as long as the network is on screen. */
type Positions = Map<string, number>

/** A list that is kept is drawn in two frames; one that has to be asked for anew takes longer. */
const LONGEST_WAIT = 1_500

/**
 * Another view begins at its heading, for the eye and for a screen reader, or where it was left; what was said of the
 * view before is not in its way.
 */
export function useViewChange(): void {
  const [location] = useLocation()
  const view = viewName(location)
  const positions = useRef<Positions>(new Map())
  const isFirst = useRef(true)

  useEffect(() => {
    const undo = [settle(scrolledTo(positions.current.get(view) ?? 0))]
    if (!isFirst.current) {
      forgetSaidElsewhere(view)
      undo.push(settle(headingFocused))
    }
    isFirst.current = false
    return () => {
      for (const undoOne of undo) undoOne()
    }
  }, [view])

  useEffect(() => {
    const note = () => positions.current.set(view, window.scrollY)
    window.addEventListener('scroll', note, { passive: true })
    return () => window.removeEventListener('scroll', note)
  }, [view])
}

/** Tries at each frame until it is done, for a while; a person who scrolls or types meanwhile decides. Returns its own undo. */
function settle(isDone: () => boolean): () => void {
  const until = performance.now() + LONGEST_WAIT
  let frame = 0
  const stop = () => {
    cancelAnimationFrame(frame)
    window.removeEventListener('wheel', stop)
    window.removeEventListener('keydown', stop)
  }
  const tryOnce = () => {
    if (isDone() || performance.now() > until) stop()
    else frame = requestAnimationFrame(tryOnce)
  }
  window.addEventListener('wheel', stop, { passive: true })
  window.addEventListener('keydown', stop)
  tryOnce()
  return stop
}

function scrolledTo(top: number): () => boolean {
  return () => {
    window.scrollTo(0, top)
    return Math.abs(window.scrollY - top) <= 1
  }
}

/** Unless the view has put the focus where one writes. A panel that closes, as the search does, gives it back first. */
function headingFocused(): boolean {
  const main = document.getElementById('main')
  const { activeElement } = document
  if (activeElement?.closest('[role="dialog"]')) return false
  if (main !== activeElement && main?.contains(activeElement)) return true
  return focusHeading()
}
