import { useAnswer } from '../core/use-core.ts'
import { useSpace } from './current-space.ts'

/** Whether something that exists in this network is still on its way here: a list without rows is not an empty one. */
export function useReceiving(): boolean {
  const { space } = useSpace()
  const status = useAnswer('space.status', { space }).data
  if (status === undefined) return false
  const isBehind = status.receiving.blocks > 0 || status.preparing > 0
  return status.isArriving || (status.peers.length > 0 && isBehind)
}
