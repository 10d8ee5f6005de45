import { mayAct } from '../../src-shared/model/role.ts'
import { useSpace } from './current-space.ts'

/** What this device may do in the network on screen; the core decides, this only hides what it would refuse. */
export function useRights(): { mayWrite: boolean; mayAdminister: boolean } {
  const { standing } = useSpace()
  return { mayWrite: mayAct(standing, 'contributor'), mayAdminister: mayAct(standing, 'administrator') }
}
