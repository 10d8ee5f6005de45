import i18next from 'i18next'
import { expect, test } from 'vitest'
import { fr } from '../../../src-renderer/strings/fr.ts'
import {
  isUpToDate,
  presenceSentence,
  receivingPercent,
  transferSentences,
} from '../../../src-renderer/views/frame/status-sentence.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import type { PeerStatus, SpaceStatus } from '../../../src-shared/ipc/contract.ts'

function receiving(blocks: number, blocksTotal: number, bytes: number, bytesTotal: number): SpaceStatus {
  const space = 'ab'.repeat(32) as SpaceId
  return {
    space,
    complete: false,
    isArriving: false,
    elsewhere: 0,
    receiving: { blocks, blocksTotal, bytes, bytesTotal },
    unwantedBytes: 0,
    unsent: 0,
    preparing: 0,
    disk: 'ok',
    setAside: 0,
    isCopied: false,
    isDismissed: false,
    peers: [connected('L’Établi')],
  }
}

test('[WI2] the bar shows nothing when nothing is to come, and never 100 while something is', () => {
  expect([
    receivingPercent(receiving(0, 90, 0, 3_000)),
    receivingPercent(receiving(0, 0, 0, 0)),
    receivingPercent(receiving(90, 90, 3_000, 3_000)),
    receivingPercent(receiving(0, 90, 1_500, 3_000)),
    receivingPercent(receiving(1, 1_000_000, 0, 0)),
  ]).toEqual([undefined, undefined, 0, 75, 99])
})

test('[WI2] up to date is said when nothing is missing on either side, somebody is there, and no copy writes elsewhere', () => {
  const all = { ...receiving(0, 90, 0, 3_000), complete: true }
  expect([
    isUpToDate(all),
    isUpToDate({ ...all, complete: false }),
    isUpToDate({ ...all, unsent: 1 }),
    isUpToDate({ ...all, peers: [] }),
    isUpToDate({ ...all, isCopied: true }),
  ]).toEqual([true, false, false, false, false])
})

test('[ST1] what nobody has who is connected is said to wait, and not to be on its way', async () => {
  const own = i18next.createInstance()
  await own.init({ lng: 'fr', resources: { fr: { translation: fr } }, interpolation: { escapeValue: false } })
  const elsewhere = { ...receiving(3, 90, 0, 0), elsewhere: 3 }
  expect(transferSentences(own.t, elsewhere)).toEqual([fr.status.awaited])
  expect(transferSentences(own.t, { ...receiving(3, 90, 0, 0), peers: [] })).toEqual([fr.status.awaited])
  expect(transferSentences(own.t, { ...elsewhere, elsewhere: 2 })).toEqual(['Réception : 98 %'])
  expect(transferSentences(own.t, receiving(0, 90, 0, 0))).toEqual([])
})

test('[WI2] a place whose name has not arrived leaves no sentence without its end, and a relay has one', async () => {
  const own = i18next.createInstance()
  await own.init({ lng: 'fr', resources: { fr: { translation: fr } }, interpolation: { escapeValue: false } })
  const network = { state: 'online', reach: 'ipv4' } as const
  const peers = (...places: string[]) => ({ ...receiving(0, 0, 0, 0), peers: places.map(connected) })
  expect(presenceSentence(own.t, network, peers())).toBe(fr.status.aloneInNetwork)
  expect(presenceSentence(own.t, network, { ...peers(), isArriving: true })).toBe(fr.status.arriving)
  expect(presenceSentence(own.t, network, peers(''))).toBe(fr.status.connectedUnnamed)
  expect(presenceSentence(own.t, network, peers('', 'L’Établi'))).toMatch(/^Connecté à .* : L’Établi$/u)
  const relay = { ...connected(''), isRelay: true }
  const both = { ...receiving(0, 0, 0, 0), peers: [connected('L’Établi'), relay] }
  expect(presenceSentence(own.t, network, both)).toMatch(/^Connecté à .* : L’Établi, un relais$/u)
})

function connected(place: string): PeerStatus {
  return {
    device: 'cd'.repeat(32) as DeviceId,
    place,
    connected: true,
    path: 'lan',
    lastSeenAt: null,
    theirs: { known: 0, held: 0 },
    ours: { length: 0, held: null },
    missingBytes: 0,
    isLocked: false,
    isRelay: false,
  }
}
