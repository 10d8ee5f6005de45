import { expect, test } from 'vitest'
import { receivingPercent } from '../../../src-renderer/views/frame/status-sentence.ts'
import type { SpaceId } from '../../../src-shared/ids.ts'
import type { SpaceStatus } from '../../../src-shared/ipc/contract.ts'

function receiving(blocks: number, blocksTotal: number, bytes: number, bytesTotal: number): SpaceStatus {
  const space = 'ab'.repeat(32) as SpaceId
  return {
    space,
    complete: false,
    receiving: { blocks, blocksTotal, bytes, bytesTotal },
    unsent: 0,
    preparing: 0,
    disk: 'ok',
    setAside: 0,
    isCopied: false,
    peers: [],
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
