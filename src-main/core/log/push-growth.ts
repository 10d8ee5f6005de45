import type Hypercore from 'hypercore'
import type { PushingPeer } from 'hypercore'

/** Whoever has not confirmed so many blocks, or bytes, is left to ask for them, as fast as the line carries them. */
const MAX_UNCONFIRMED = 32
const MAX_UNCONFIRMED_BYTES = 64 * 1024

/**
 * While somebody has not confirmed what it was sent, an empty packet follows so often, in milliseconds. Where the last packet
 * of all is lost, nothing tells so before a time-out that grows to seconds; with one behind it, it is sent again at once.
 */
const NUDGE_EVERY = 300

/** After so many without a word, whoever has not confirmed is told what there is, and asks for it: a line of 64 kbit/s that loses
 * packets may well take four seconds. */
const MAX_NUDGES = 16

/**
 * Hypercore tells that a core grew, is asked for the new block, and then sends it: three times the length of the line, and
 * three packets that can be lost. What is appended here goes at once to whoever has all before it, or was sent it, and takes
 * what it did not ask for.
 */
export function pushGrowth(core: Hypercore): void {
  core.on('peer-add', (peer: PushingPeer) => follow(core, peer))
}

function follow(core: Hypercore, peer: PushingPeer): void {
  const tell = peer.signalUpgrade.bind(peer)
  /** What there was when it was looked at last. */
  let [length, bytes] = [core.length, core.byteLength]
  /** How far the other end has been sent what it did not ask for, and how much of that it may not have yet. */
  let [pushed, unconfirmed] = [0, 0]
  let nudging: NodeJS.Timeout | undefined

  const nudge = (left: number, confirmed: number) => {
    nudging = setTimeout(() => {
      nudging = undefined
      if (peer.removed) return
      const { remoteLength } = peer
      if (remoteLength < pushed && left > 0) {
        peer.stream.sendKeepAlive()
        nudge(remoteLength > confirmed ? MAX_NUDGES : left - 1, remoteLength)
        return
      }
      // It does not take what follows either.
      if (remoteLength < pushed) pushed = 0
      // It knows of what was pushed by that alone, and would ask us for none of it that it loses.
      tell()
    }, NUDGE_EVERY).unref()
  }

  const push = async (from: number, to: number) => {
    for (let index = from; index < to; index++) await peer.push(index)
  }

  peer.signalUpgrade = () => {
    const { remoteLength, remoteAllowPush, remoteDownloading } = peer
    const before = length
    unconfirmed = (remoteLength < pushed ? unconfirmed : 0) + core.byteLength - bytes
    length = core.length
    bytes = core.byteLength
    const from = Math.max(pushed, remoteLength)
    const isTaken = remoteAllowPush && remoteDownloading && remoteLength > 0
    // It is on its way.
    if (isTaken && pushed === length && remoteLength < length) return
    const isFew = length - remoteLength <= MAX_UNCONFIRMED && unconfirmed <= MAX_UNCONFIRMED_BYTES
    if (!isTaken || !isFew || from < before || from >= length) return tell()
    pushed = length
    push(from, length).catch(tell)
    if (!nudging) nudge(MAX_NUDGES, remoteLength)
  }
}
