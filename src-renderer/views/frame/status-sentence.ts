import type { TFunction } from 'i18next'
import type { NetworkStatus, SpaceStatus } from '../../../src-shared/ipc/contract.ts'

/** Who is there, in one sentence: never more than what the core knows. */
export function presenceSentence(t: TFunction, network: NetworkStatus, status: SpaceStatus): string {
  const connected = status.peers.filter((peer) => peer.connected)
  if (connected.length > 0) {
    const names = [
      ...new Set(connected.map(({ place, isRelay }) => place || (isRelay ? t('status.aRelay') : '')).filter(Boolean)),
    ].join(', ')
    if (names === '') return t('status.connectedUnnamed')
    return t('status.connected', { count: connected.length, names })
  }
  if (network.state === 'offline') return t('status.offline')
  if (network.state === 'starting') return t('status.starting')
  if (status.isArriving) return t('status.arriving')
  return status.peers.length === 0 ? t('status.aloneInNetwork') : t('status.alone')
}

/** Nothing is known to be missing on either side. Where a copy writes as well, nobody can say so. */
export function isUpToDate({ complete, unsent, isCopied, peers }: SpaceStatus): boolean {
  return complete && unsent === 0 && !isCopied && peers.some(({ connected }) => connected)
}

/** What is still on its way, in or out; empty when nothing is known to be. */
export function transferSentences(t: TFunction, status: SpaceStatus): string[] {
  const sentences: string[] = []
  if (status.isCopied) sentences.push(t('status.copied'))
  if (status.disk !== 'ok') sentences.push(t(`status.disk.${status.disk}`))
  const progress = receivingPercent(status)
  if (progress !== undefined) sentences.push(t('status.receiving', { percent: progress }))
  else if (status.receiving.blocks > 0 || status.receiving.bytes > 0) sentences.push(t('status.awaited'))
  if (status.unwantedBytes > 0) sentences.push(t('status.picturesWait'))
  if (status.preparing > 0) sentences.push(t('status.preparing', { count: status.preparing }))
  if (status.unsent > 0) sentences.push(t('status.unsent', { count: status.unsent }))
  if (status.setAside > 0) sentences.push(t('status.setAside', { count: status.setAside }))
  return sentences
}

/** Undefined when nothing is being received. Blocks and bytes count for half each: neither may look done alone. */
export function receivingPercent({ receiving, elsewhere, peers }: SpaceStatus): number | undefined {
  const { blocks, blocksTotal, bytes, bytesTotal } = receiving
  const isComing = peers.some(({ connected }) => connected) && (blocks > elsewhere || bytes > 0)
  if (!isComing) return undefined
  const parts = [blocksTotal > 0 ? 1 - blocks / blocksTotal : 1, bytesTotal > 0 ? 1 - bytes / bytesTotal : 1]
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length
  return Math.min(99, Math.max(0, Math.floor(mean * 100)))
}
