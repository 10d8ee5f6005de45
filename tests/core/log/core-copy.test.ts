import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Corestore from 'corestore'
import { keyPair, randomBytes } from 'hypercore-crypto'
import HypercoreStorage from 'hypercore-storage'
import { expect, test } from 'vitest'
import { heldBlocks, provenBlocks } from '../../../src-main/core/log/core-copy.ts'

const require = createRequire(import.meta.url)
const Verifier = require('hypercore/lib/verifier')
const { treeSignable } = require('hypercore/lib/caps')
const { tree } = require('hypercore-crypto')

test('[BA8] a device that signs that it wrote more blocks than can be counted holds up no backup', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-copy-'))
  const storage = new HypercoreStorage(folder, { allowBackup: false })
  const store = new Corestore(storage)
  const keys = keyPair()
  const manifest = { version: 1, signers: [{ publicKey: keys.publicKey, namespace: randomBytes(32) }] } as const
  const core = store.get({ manifest: { ...manifest, signers: [...manifest.signers] }, allowFork: false })
  await core.ready()
  const length = 2 ** 29
  const nodes = [{ index: length - 1, size: 1_000, hash: randomBytes(32) }]
  const signable = (manifestHash: Uint8Array) => treeSignable(manifestHash, tree(nodes), length, 0)
  const signature = Verifier.fromManifest(manifest).sign({ length, fork: 0, signable }, keys)
  const upgrade = { start: 0, length, nodes, additionalNodes: [], signature }
  expect(await core.applyProof({ fork: 0, block: null, hash: null, seek: null, manifest: null, upgrade })).toBe(true)
  expect(core.length).toBe(length)

  const begun = performance.now()
  expect(await heldBlocks(core, length)).toBe(0)
  for await (const _block of provenBlocks(core, length)) expect.fail('it holds none')
  expect(performance.now() - begun).toBeLessThan(5_000)
  await store.close()
  await storage.close()
  await rm(folder, { recursive: true })
})
