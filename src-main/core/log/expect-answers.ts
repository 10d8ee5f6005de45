import type Hypercore from 'hypercore'
import type { PushedData, TakenRequest, TakingPeer } from 'hypercore'

/** How Hypercore says that a peer does not have what it was asked for. */
const NOT_AVAILABLE = 1

/**
 * Hypercore takes as an answer whatever it can verify, also nothing at all or another block. What it had asked for it then
 * calls on its way for as long as the core is open, and asks nobody for it again. Here that is no answer: the other end does
 * not have what it was asked for, and after some of them is asked no more.
 */
export function expectAnswers(core: Hypercore): void {
  core.on('peer-add', (peer: TakingPeer) => {
    const take = peer.ondata.bind(peer)
    peer.ondata = async (data: PushedData) => {
      const { request } = data
      const asked = peer.replicator._inflight.get(request)
      if (asked?.peer !== peer || isAnswer(data, asked)) return take(data)
      peer.onnodata({ request, reason: NOT_AVAILABLE })
    }
  })
}

function isAnswer(data: PushedData, asked: TakenRequest): boolean {
  return (
    data.fork === asked.fork &&
    data.block?.index === asked.block?.index &&
    data.hash?.index === asked.hash?.index &&
    (!data.upgrade || asked.upgrade !== null)
  )
}
