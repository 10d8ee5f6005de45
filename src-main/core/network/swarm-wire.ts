import { setTimeout } from 'node:timers/promises'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import DHT from 'hyperdht'
import Hyperswarm from 'hyperswarm'
import { guardFrames } from './frame-guard.ts'
import { HandshakeMemory } from './handshake-memory.ts'
import { NameLookup } from './name-lookup.ts'
import { RepeatedLook } from './repeated-look.ts'
import { StrangerGate } from './stranger-gate.ts'
import type { Wire } from './wire.ts'

export interface SwarmOptions {
  keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }
  /** Nodes through which the DHT is entered; the public ones when empty. */
  bootstrap: { host: string; port: number }[]
  /** The address to bind to: 127.0.0.1 keeps everything on this machine. */
  host: string | undefined
}

/** How long others may take to be told that we leave, in milliseconds. */
const LONGEST_FAREWELL = 500

/** Past it Hyperswarm looks for nobody, and counts strangers who came: more than the network keeps. */
const MAX_PEERS = 1_024

/** Connections over the internet, found by Hyperswarm. */
export class SwarmWire implements Wire {
  readonly path = 'internet'
  private readonly swarm: Hyperswarm
  private readonly dht: DHT
  private readonly names = new NameLookup()
  private readonly gate = new StrangerGate()
  private readonly handshakes = new HandshakeMemory()
  private readonly looks = new Set<RepeatedLook>()

  constructor({ keyPair, bootstrap, host }: SwarmOptions) {
    const dht = new DHT({
      ...(bootstrap.length > 0 && { bootstrap }),
      ...(host && { host }),
      // Everybody on this machine reaches this machine: probing for a firewall there only loses connections.
      ...(host === '127.0.0.1' && { firewalled: false }),
    })
    dht.udx.lookup = (name) => this.names.find(name)
    this.dht = dht
    this.swarm = new Hyperswarm({ keyPair, dht, maxPeers: MAX_PEERS })
  }

  async start(
    onConnection: (stream: NoiseSecretStream) => void,
    isMember: (key: Uint8Array) => boolean,
  ): Promise<void> {
    const { server } = this.swarm
    // Beside Hyperswarm's own option: whoever that refuses once is refused for good.
    const refuses = server.firewall
    server.firewall = (key, payload, address) => {
      if (refuses(key, payload, address)) return true
      if (!isMember(key)) return !this.gate.admits(address.host)
      return payload.udx !== null && this.handshakes.isRepeated(key, payload.udx.id)
    }
    this.swarm.on('connection', (stream) => {
      guardFrames(stream)
      onConnection(stream)
    })
  }

  join(topic: Uint8Array): () => Promise<void> {
    const discovery = this.swarm.join(b4a.from(topic), { client: true, server: true })
    const look = new RepeatedLook(() => discovery.refresh())
    this.looks.add(look)
    return () => {
      look.stop()
      this.looks.delete(look)
      return discovery.destroy()
    }
  }

  lookAnew(): void {
    for (const look of this.looks) look.beginAnew()
  }

  async flush(): Promise<void> {
    await this.swarm.flush()
  }

  async stop(): Promise<void> {
    for (const look of this.looks) look.stop()
    this.looks.clear()
    const farewell = this.swarm.destroy().then(
      () => true,
      () => true,
    )
    const patience = new AbortController()
    const ranOut = setTimeout(LONGEST_FAREWELL, false, { signal: patience.signal }).catch(() => false)
    const isPrompt = await Promise.race([farewell, ranOut])
    // A clock that goes on would hold the process.
    patience.abort()
    if (isPrompt) return
    // Without a network it waits for answers, for half a minute, and the process could not end before.
    this.names.stop()
    await this.dht.destroy({ force: true })
  }
}
