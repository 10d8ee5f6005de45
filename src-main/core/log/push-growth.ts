import type Hypercore from 'hypercore'
import type { PushingPeer } from 'hypercore'

/** Whoever has not confirmed so many blocks is left to ask for them, as fast as the line carries them. */
const MAX_UNCONFIRMED = 32

/**
 * While somebody has not confirmed what it was sent, an empty packet follows so often, in milliseconds. Where the last packet
 * of all is lost, nothing tells so before a time-out that grows to seconds; with one behind it, it is sent again at once.
 */
const NUDGE_EVERY = 300

/** After so many, whoever has not confirmed is told what there is, and asks for it. */
const MAX_NUDGES = 7

/**
 * Hypercore tells that a core grew, is asked for the new block, and then sends it: three times the length of the line, and
 * three packets that can be lost. What is appended here goes at once to whoever has all before it and takes what it did not
 * ask for.
 */
export function pushGrowth(core: Hypercore): void {
  core.on('peer-add', (peer: PushingPeer) => {
    const tell = peer.signalUpgrade.bind(peer)
    let pushed = 0
    let nudging: NodeJS.Timeout | undefined
    const nudge = (left: number) => {
      clearTimeout(nudging)
      nudging = setTimeout(() => {
        if (peer.removed || peer.remoteLength >= pushed) return
        if (left === 0) return tell()
        peer.stream.sendKeepAlive()
        nudge(left - 1)
      }, NUDGE_EVERY).unref()
    }
    const push = async (from: number, to: number) => {
      for (let index = from; index < to; index++) await peer.push(index)
    }
    peer.signalUpgrade = () => {
      const { length } = core
      const { remoteLength, remoteAllowPush, remoteDownloading } = peer
      const isTaken = remoteAllowPush && remoteDownloading && remoteLength > 0
      if (!isTaken || length - remoteLength > MAX_UNCONFIRMED) return tell()
      const from = Math.max(pushed, remoteLength)
      if (from === length) return
      pushed = length
      push(from, length).catch(tell)
      nudge(MAX_NUDGES)
    }
  })
}
