import type Hypercore from 'hypercore'
import type { AnsweringPeer, PeerRequest } from 'hypercore'

/** Requests of one peer for one core that may wait: twice as many as Maillage or stock Hypercore has on the way. */
const MAX_WAITING = 1_024

/**
 * Hypercore begins to answer every request that comes while the line takes what it is given: of a hundred thousand for one
 * block of four megabytes, it has as many in memory. This answers one after the other, as far as the line takes the
 * answers, and parts from whoever asks for more than any program of ours does.
 */
export function answerInTurn(core: Hypercore): void {
  core.on('peer-add', (peer: AnsweringPeer) => {
    peer.onrequest = (request) => enqueue(peer, request)
    peer._handleRequests = () => answer(peer)
  })
}

async function enqueue(peer: AnsweringPeer, request: PeerRequest): Promise<void> {
  const { receiverQueue, remoteRequests } = peer
  // What was asked under the same number before is asked no longer.
  if (remoteRequests.has(request.id)) peer._cancel(request.id)
  remoteRequests.set(request.id, request)
  receiverQueue.push(request)
  // Those taken back stand there too.
  if (receiverQueue.queue.length + receiverQueue.priority.length > MAX_WAITING) peer.stream.destroy()
  else await peer._handleRequests()
}

async function answer(peer: AnsweringPeer): Promise<void> {
  if (peer.receiverBusy) return
  peer.receiverBusy = true
  try {
    while (mayAnswer(peer)) {
      const request = peer.receiverQueue.shift()
      if (request) await peer._handleRequest(request)
    }
  } finally {
    peer.receiverBusy = false
  }
}

function mayAnswer({ replicator, remoteOpened, removed, protomux, receiverQueue }: AnsweringPeer): boolean {
  return !replicator.destroyed && remoteOpened && !removed && protomux.drained && receiverQueue.length > 0
}
