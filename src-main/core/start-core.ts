import { openSealedPath, type PathPurpose } from '../chosen-path.ts'
import { Core } from './core.ts'
import { parseBootstrap } from './network/parse-bootstrap.ts'

/** Several times what the largest document takes that anybody may write, on an old computer, in milliseconds. */
const PATIENCE = 30_000

export interface StartOptions {
  folder: string
  /** `HOST:PORT,...` of the DHT nodes to enter through; the public ones when absent. */
  bootstrap?: string | undefined
  host?: string | undefined
  offline: boolean
  /** Windows may only hand over paths sealed under it. */
  pathKey?: string | undefined
  log?(message: string): void
}

/** A core on the real network, or on none. */
export async function startCore({ folder, bootstrap, host, offline, pathKey, log }: StartOptions): Promise<Core> {
  const nodes = parseBootstrap(bootstrap)
  // The network takes a third of all there is to load.
  const wires = offline ? undefined : await import('./network/wires.ts')
  return Core.start({
    folder,
    // What is bound to one address of this computer is not for others nearby.
    wires: (keyPair) => {
      if (!wires) return []
      const swarm = new wires.SwarmWire({ keyPair, bootstrap: nodes, host })
      return host ? [swarm] : [swarm, new wires.LanWire({ keyPair })]
    },
    ...(pathKey !== undefined && {
      openSealedPath: (sealed: string, purpose: PathPurpose) => openSealedPath(sealed, purpose, pathKey),
    }),
    patience: PATIENCE,
    ...(log && { log }),
  })
}

/** A switch in the environment: set, and not to `0`, `false` or nothing. */
export function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase())
}
