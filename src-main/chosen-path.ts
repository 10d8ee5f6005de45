import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * A path that a person chose in a dialog of the shell, on its way to the core through a window. The window can hand it
 * over and not make one: a page that was taken over reaches no file that nobody chose, and does nothing else with one than
 * what it was chosen for: a backup to be restored is not written over.
 */

export type PathPurpose = 'create' | 'restore' | 'folder'

/** What the window is given. */
export function sealPath(path: string, purpose: PathPurpose, key: string): string {
  return `${sealOf(path, purpose, key)} ${path}`
}

/** Undefined when the shell never gave it for that. */
export function openSealedPath(sealed: string, purpose: PathPurpose, key: string): string | undefined {
  const [seal = ''] = sealed.split(' ', 1)
  const path = sealed.slice(seal.length + 1)
  const expected = sealOf(path, purpose, key)
  const isOurs = seal.length === expected.length && timingSafeEqual(Buffer.from(seal), Buffer.from(expected))
  return isOurs ? path : undefined
}

function sealOf(path: string, purpose: PathPurpose, key: string): string {
  return createHmac('sha256', key).update(`${purpose} ${path}`).digest('hex')
}
