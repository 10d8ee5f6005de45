import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import HypercoreStorage from 'hypercore-storage'

export interface TwoStores {
  here: Corestore
  there: Corestore
  /** The ends of the line between them. */
  near: NoiseSecretStream
  far: NoiseSecretStream
}

/** Two stores of cores, in folders of their own, and a line that each shares what it likes over. */
export async function withTwoStores(story: (stores: TwoStores) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-stores-'))
  const open = (name: string) => new Corestore(new HypercoreStorage(join(folder, name), {}))
  const [here, there] = [open('here'), open('there')]
  const [near, far] = connectedStreams()
  try {
    await story({ here, there, near, far })
  } finally {
    near.destroy()
    await Promise.all([here.close(), there.close()])
    await rm(folder, { recursive: true, force: true })
  }
}

/** Both ends of one connection; an end that is destroyed says so to nobody. */
export function connectedStreams(): [NoiseSecretStream, NoiseSecretStream] {
  const [near, far] = [new NoiseSecretStream(true, null), new NoiseSecretStream(false, null)]
  near.rawStream.pipe(far.rawStream).pipe(near.rawStream)
  for (const end of [near, far]) end.on('error', () => undefined)
  return [near, far]
}
