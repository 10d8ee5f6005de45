import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { keyPair, randomBytes } from 'hypercore-crypto'
import HypercoreStorage from 'hypercore-storage'
import { expect, test } from 'vitest'
import { missingNodes } from '../../../src-main/core/log/missing-nodes.ts'
import { chance, seedsToRun } from '../../support/random.ts'

/** A log, and a device that knows how long it is and holds none of it. */
async function withLog(length: number, work: (log: Hypercore, copy: Hypercore) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-nodes-'))
  const storages = ['log', 'copy'].map((name) => new HypercoreStorage(join(folder, name), { allowBackup: false }))
  const [there, here] = storages.map((storage) => new Corestore(storage)) as [Corestore, Corestore]
  const keys = keyPair()
  const manifest = { version: 1, signers: [{ publicKey: keys.publicKey, namespace: randomBytes(32) }] } as const
  const options = { manifest: { ...manifest, signers: [...manifest.signers] }, allowFork: false }
  const log = there.get({ ...options, keyPair: keys })
  const copy = here.get(options)
  await Promise.all([log.ready(), copy.ready()])
  await log.append(Array.from({ length }, (_, index) => Uint8Array.of(index)))
  await copy.applyProof(await log.proof({ upgrade: { start: 0, length } }))
  await work(log, copy)
  await Promise.all([there.close(), here.close()])
  await Promise.all(storages.map((storage) => storage.close()))
  await rm(folder, { recursive: true })
}

const stateOf = (core: Hypercore) =>
  (core as unknown as { core: { state: Parameters<typeof missingNodes>[0] } }).core.state

/** Has a block brought with as many nodes as were asked for. */
async function bring(log: Hypercore, copy: Hypercore, index: number, nodes: number): Promise<void> {
  expect(await copy.applyProof(await log.proof({ block: { index, nodes } }))).toBe(true)
  expect(await copy.has(index)).toBe(true)
}

/** The same state, which counts how often it is read. */
function counted(state: Parameters<typeof missingNodes>[0]) {
  const counts = { reads: 0 }
  const read = () => {
    counts.reads++
    return state.storage.read()
  }
  return { counts, state: { core: state.core, storage: { read } } }
}

test('[SY6] blocks that come in order bring each node of the tree once, and the store is hardly asked', async () => {
  await withLog(100, async (log, copy) => {
    const { counts, state } = counted(stateOf(copy))
    let nodes = 0
    for (let index = 0; index < 100; index++) {
      const missing = await missingNodes(state, 2 * index, 100)
      nodes += missing
      await bring(log, copy, index, missing)
    }
    // All nodes but the three roots are somebody's, and one of each pair is computed from what is below it.
    expect(nodes).toBe(100 - 3)
    expect(counts.reads).toBeLessThan(110)
    const before = counts.reads
    for (let index = 0; index < 100; index++) expect(await missingNodes(state, 2 * index, 100)).toBe(0)
    expect(counts.reads).toBe(before + 100)
  })
})

test('[SY6] blocks asked for together are asked of the store once', async () => {
  await withLog(128, async (log, copy) => {
    const { counts, state } = counted(stateOf(copy))
    const missing = await missingNodes(state, 0, 128)
    for (let index = 1; index < 128; index++) expect(await missingNodes(state, 2 * index, 128)).toBe(missing)
    expect(counts.reads).toBe(1)
    for (let index = 0; index < 128; index++) await bring(log, copy, index, missing)
  })
})

test.for(seedsToRun([], 20))('[SY6] seed %i: whatever is held, what is asked for proves the block', async (seed) => {
  const luck = chance(seed)
  const length = 1 + luck.below(80)
  await withLog(length, async (log, copy) => {
    const state = stateOf(copy)
    const left = Array.from({ length }, (_, index) => index)
    const asked: { index: number; nodes: number }[] = []
    while (left.length > 0 || asked.length > 0) {
      if (left.length > 0 && luck.below(3) > 0) {
        const [index] = left.splice(luck.below(3) === 0 ? luck.below(left.length) : 0, 1)
        if (index !== undefined) asked.push({ index, nodes: await missingNodes(state, 2 * index, length) })
      } else {
        const answered = asked.shift()
        if (answered) await bring(log, copy, answered.index, answered.nodes)
      }
    }
    expect(copy.contiguousLength).toBe(length)
  })
})

test('[SY6] of a node outside of the tree nothing is missing', async () => {
  await withLog(5, async (_log, copy) => {
    const state = stateOf(copy)
    expect(await missingNodes(state, 10, 5)).toBe(0)
    // The root over four, and the node over two of those, of which nothing is held.
    expect(await missingNodes(state, 3, 5)).toBe(0)
    expect(await missingNodes(state, 1, 5)).toBe(1)
  })
})
