import type Hypercore from 'hypercore'
import type { AnsweringPeer, PeerRequest } from 'hypercore'

/** Requests of one peer for one core that may wait: twice as many as Maillage or stock Hypercore has on the way. */
const MAX_WAITING = 1_024

/** Over all cores of a connection: more than a hundred logs that are asked for as fast as that. */
const MAX_WAITING_OF_CONNECTION = 64 * 1_024

const connections = new WeakMap<AnsweringPeer['stream'], WaitingRequests>()

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
  // It would never be taken out of the queue again.
  if (!asksForSomething(request)) return
  // What was asked under the same number before is asked no longer.
  if (remoteRequests.has(request.id)) peer._cancel(request.id)
  remoteRequests.set(request.id, request)
  receiverQueue.push(request)
  // Those taken back stand there too.
  if (waitingOf(peer) > MAX_WAITING || !waitingOn(peer.stream).mayGrow(peer)) peer.stream.destroy()
  else await peer._handleRequests()
}

async function answer(peer: AnsweringPeer): Promise<void> {
  if (peer.receiverBusy) return
  peer.receiverBusy = true
  try {
    while (mayAnswer(peer)) {
      const request = peer.receiverQueue.shift()
      if (!request) break
      await answerAsAsked(peer, request)
    }
  } finally {
    peer.receiverBusy = false
  }
}

/**
 * To whoever takes what is pushed, Hypercore proves growth from where its pushes ended, or from the beginning where it pushed
 * nothing, and not from where the asker is: it cannot verify that, and asks for ever.
 */
function answerAsAsked(peer: AnsweringPeer, request: PeerRequest): Promise<void> {
  const { remoteAllowPush } = peer
  peer.remoteAllowPush = false
  const answered = peer._handleRequest(request)
  peer.remoteAllowPush = remoteAllowPush
  return answered
}

function mayAnswer({ replicator, remoteOpened, removed, protomux, receiverQueue }: AnsweringPeer): boolean {
  return !replicator.destroyed && remoteOpened && !removed && protomux.drained && receiverQueue.length > 0
}

function asksForSomething({ block, hash, seek, upgrade, manifest }: PeerRequest): boolean {
  return Boolean(block || hash || seek || upgrade || manifest)
}

function waitingOf({ receiverQueue }: AnsweringPeer): number {
  return receiverQueue.queue.length + receiverQueue.priority.length
}

function waitingOn(stream: AnsweringPeer['stream']): WaitingRequests {
  const waiting = connections.get(stream) ?? new WaitingRequests()
  connections.set(stream, waiting)
  return waiting
}

/** How many requests of one connection wait, over all its cores. */
class WaitingRequests {
  private readonly peers = new Set<AnsweringPeer>()
  /** At most so many: those answered since they were last counted are in it. */
  private count = 0

  /** False when there are too many with one more of `peer`. */
  mayGrow(peer: AnsweringPeer): boolean {
    this.peers.add(peer)
    this.count++
    if (this.count > MAX_WAITING_OF_CONNECTION) this.recount()
    return this.count <= MAX_WAITING_OF_CONNECTION
  }

  private recount(): void {
    this.count = 0
    for (const peer of this.peers) {
      const waiting = waitingOf(peer)
      this.count += waiting
      if (waiting === 0) this.peers.delete(peer)
    }
  }
}
