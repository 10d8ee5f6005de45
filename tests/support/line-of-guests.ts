import b4a from 'b4a'
import { keyPair, randomBytes } from 'hypercore-crypto'
import type { Descent } from '../../src-main/core/lib/descent.ts'
import { withGuest } from '../../src-main/core/membership/descent.ts'
import { spaceIdOf } from '../../src-main/core/membership/space-keys.ts'
import type { DeviceId } from '../../src-shared/ids.ts'

/** A space whose founder let in somebody, who let in somebody, and so on. */
export function lineOfGuests(length: number) {
  const keys = Array.from({ length: length + 1 }, () => keyPair())
  const devices = keys.map(({ publicKey }) => b4a.toString(publicKey, 'hex') as DeviceId)
  const [founder] = devices
  if (!founder) throw new Error('somebody founds it')
  const nonce = randomBytes(32)
  const space = spaceIdOf(founder, nonce)
  const lines: Descent[] = [{ founder, nonce: b4a.toString(nonce, 'hex'), steps: [] }]
  for (const [place, guest] of devices.slice(1).entries()) {
    const [line, host] = [lines[place], keys[place]]
    if (line && host) lines.push(withGuest(line, host, space, guest))
  }
  const at = <Item>(items: Item[], place: number): Item => {
    const item = items[place]
    if (item === undefined) throw new Error(`nobody is ${place} steps from the founder`)
    return item
  }
  return {
    space,
    device: (steps: number) => at(devices, steps),
    keys: (steps: number) => at(keys, steps),
    descent: (steps: number) => at(lines, steps),
  }
}
