import { networkInterfaces } from 'node:os'
import type { LocalReach } from '../../../src-shared/ipc/contract.ts'

/** Which addresses this computer has besides its own: places meet over those of IPv4. */
export function localReach(): LocalReach {
  const addresses = Object.values(networkInterfaces())
    .flatMap((card = []) => card)
    .filter(({ internal }) => !internal)
  if (addresses.some(({ family }) => family === 'IPv4')) return 'ipv4'
  return addresses.length > 0 ? 'ipv6-only' : 'none'
}
