import { type FreshKey, freshKey } from './membership/keyring.ts'
import { Network } from './network/network.ts'
import type { Wire } from './network/wire.ts'

/** This device under a key that nobody has heard of, on the network beside itself. */
export interface Stranger {
  key: FreshKey
  network: Network
}

export async function becomeStranger(wires: (keyPair: FreshKey['keyPair']) => Wire[]): Promise<Stranger> {
  const key = freshKey()
  const network = new Network(wires(key.keyPair))
  await network.start()
  return { key, network }
}
