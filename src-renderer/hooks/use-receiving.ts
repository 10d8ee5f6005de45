import { useAnswer } from '../core/use-core.ts'
import { useSpace } from './current-space.ts'

/** Whether something that exists in this network is still on its way here: a list without rows is not an empty one. */
export function useReceiving(): boolean {
  const { space } = useSpace()
  const status = useAnswer('space.status', { space }).data
  return status !== undefined && status.peers.length > 0 && (status.receiving.blocks > 0 || status.preparing > 0)
}
