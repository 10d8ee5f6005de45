import type Hypercore from 'hypercore'
import type { PushedData, TakingPeer } from 'hypercore'

/** What of one peer waits to be verified: twice as much as any Maillage sends before it is confirmed. */
const MAX_WAITING = 64

/** Of one peer what did not verify. One that was not taken makes those after it such. */
const MAX_INVALID = 64

/**
 * Takes blocks that nobody asked for, from whoever sends them as they are written, while the core allows it. Each is
 * verified as ever; who sends more than can be is not waited for, and who goes on with what is none is parted from.
 */
export function takePushed(core: Hypercore): void {
  core.on('peer-add', (peer: TakingPeer) => {
    const take = peer.ondata.bind(peer)
    let waiting = 0
    let tooFar = 0
    peer.ondata = async (data: PushedData) => {
      if (peer.replicator._inflight.get(data.request)?.peer === peer) return take(data)
      if (waiting >= MAX_WAITING) return
      // Hypercore notes each as on its way before it verifies it, in a bitfield that reaches so far.
      if (data.block && data.block.index >= core.length + MAX_WAITING) tooFar++
      else {
        waiting++
        try {
          await take(data)
        } finally {
          waiting--
        }
      }
      if (peer.stats.invalidData + tooFar > MAX_INVALID) peer.stream.destroy()
    }
  })
}
