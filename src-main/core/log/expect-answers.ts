import type Hypercore from 'hypercore'
import type { PushedData, TakenRequest, TakingPeer } from 'hypercore'

/** How Hypercore says that a peer does not have what it was asked for. */
const NOT_AVAILABLE = 1

/** The number of no request. */
const NONE = 0

/**
 * Hypercore takes as an answer whatever it can verify, also nothing at all or another block. What it had asked for it then
 * calls on its way for as long as the core is open, and asks nobody for it again. Here that is no answer: the other end does
 * not have what it was asked for, and after some of them is asked no more.
 *
 * An answer with which the core grows waits for those before it. Once it was taken back, because another peer was quicker, its
 * number is given to another request, which Hypercore would take for answered: here it is dropped.
 */
export function expectAnswers(core: Hypercore): void {
  core.on('peer-add', (peer: TakingPeer) => {
    const { _inflight: inflight } = peer.replicator
    const take = peer.ondata.bind(peer)
    const handle = peer._handleData.bind(peer)
    /** What was asked for under the number of an answer when it came. */
    const askedFor = new WeakMap<PushedData, TakenRequest | null | undefined>()
    peer.ondata = async (data) => {
      const { request } = data
      const asked = inflight.get(request)
      askedFor.set(data, asked)
      if (asked?.peer !== peer || isAnswer(data, asked)) return take(data)
      peer.onnodata({ request, reason: NOT_AVAILABLE })
    }
    peer._handleData = async (data) => {
      if (inflight.get(data.request) === askedFor.get(data)) return handle(data)
      peer.onnodata({ request: NONE, reason: NOT_AVAILABLE })
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
