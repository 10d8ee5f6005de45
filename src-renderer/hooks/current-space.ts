import { createContext, useContext } from 'react'
import type { SpaceRow } from '../../src-shared/ipc/contract.ts'

/** The network on screen. */
export const CurrentSpace = createContext<SpaceRow | undefined>(undefined)

/** Only inside the frame, which always has one. */
export function useSpace(): SpaceRow {
  const space = useContext(CurrentSpace)
  if (!space) throw new Error('useSpace is used outside a network')
  return space
}
