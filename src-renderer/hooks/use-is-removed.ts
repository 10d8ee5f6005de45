import { useAnswer } from '../core/use-core.ts'
import { useSpace } from './current-space.ts'

/** This device was taken out of the network on screen, by what it read or by what the others told it. */
export function useIsRemoved(): boolean {
  const { space, standing } = useSpace()
  const isDismissed = useAnswer('space.status', { space }).data?.isDismissed ?? false
  return isDismissed || standing === 'removed'
}
