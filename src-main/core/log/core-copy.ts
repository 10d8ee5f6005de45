import { rm } from 'node:fs/promises'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { Manifest, Proof, ProofRequest } from 'hypercore'
import HypercoreStorage from 'hypercore-storage'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import { nodesNeeded, type ProvenBlock, type SignedRoots } from '../lib/proven-block.ts'

/** Blocks read at once. */
const BLOCKS_AT_ONCE = 16

/** What a copy brought to a core. */
export interface Merged {
  added: number
  present: number
}

/** What the owner of a core has signed of it. Undefined while nothing is known to exist. */
export async function signedRoots(core: Hypercore): Promise<SignedRoots | undefined> {
  await core.ready()
  const { length } = core
  if (length === 0) return undefined
  const { upgrade } = await core.proof({ upgrade: { start: 0, length } })
  if (!upgrade) return undefined
  // It grew while it was asked: the signature is of all of it.
  if (upgrade.additionalNodes.length > 0) return signedRoots(core)
  return { length, roots: upgrade.nodes, signature: upgrade.signature }
}

/** Whether the owner of a core has signed that, however much of it is here. @throws what the disk refuses */
export async function isSigned(core: Hypercore, signed: SignedRoots): Promise<boolean> {
  return (await orRefusal(() => core.verifyFullyRemote(proofOf(signed)))) !== undefined
}

/** Every block held from `start` on, before `length`, each with what proves it to whoever has those before of them. */
export async function* provenBlocks(core: Hypercore, length: number, start = 0): AsyncGenerator<ProvenBlock> {
  let previous = -1
  for (const indexes of inBatches(heldIndexes(core, start, length))) {
    const proofs = indexes.map((index) => {
      const proof = core.proof({ block: { index, nodes: nodesNeeded(previous, index, length) } })
      previous = index
      return proof
    })
    for (const { block } of await Promise.all(proofs)) {
      if (block?.value) yield { index: block.index, nodes: block.nodes, value: block.value }
    }
  }
}

/** How many blocks from `start` on, before `length`, are held. */
export async function heldBlocks(core: Hypercore, length: number, start = 0): Promise<number> {
  const from = Math.min(length, Math.max(start, core.contiguousLength))
  let held = from - Math.min(start, from)
  for (const _index of heldIndexes(core, from, length)) held++
  return held
}

/** In order. Only these are gone through: a device can sign that it wrote half a thousand million blocks. */
export function* heldIndexes(core: Hypercore, from: number, to: number): Generator<number> {
  const { bitfield } = core.core
  for (let index = bitfield.firstSet(from); index !== -1 && index < to; index = bitfield.firstSet(index + 1)) {
    yield index
  }
}

function* inBatches(indexes: Iterable<number>): Generator<number[]> {
  let batch: number[] = []
  for (const index of indexes) {
    batch.push(index)
    if (batch.length < BLOCKS_AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** What a core is given blocks from. */
export interface CopySource {
  length: number
  /** Which blocks it has, in order. */
  held(): Iterable<number>
  /** Undefined when there is none. */
  proof(request: ProofRequest): Promise<Proof | undefined>
}

export interface MergeOptions {
  /** Asked before anything is stored. */
  hasRoom(): Promise<boolean>
  signal?: AbortSignal | undefined
}

/**
 * Gives `target` what `source` has of it and it lacks. Undefined when it holds something else under the same key.
 * @throws AppError `disk-full` before the room that is left is touched, and what the disk refuses
 */
export async function mergeCore(
  source: CopySource,
  target: Hypercore,
  { hasRoom, signal }: MergeOptions,
): Promise<Merged | undefined> {
  if (!(await lengthen(source, target))) return undefined
  const merged: Merged = { added: 0, present: 0 }
  for (const indexes of inBatches(source.held())) {
    signal?.throwIfAborted()
    if (!(await hasRoom())) throw new AppError('disk-full', 'the room that is left is kept free')
    const given = await Promise.all(indexes.map((index) => give(source, target, index)))
    merged.added += given.filter((what) => what === 'added').length
    merged.present += given.filter((what) => what === 'present').length
  }
  return merged
}

async function lengthen(source: CopySource, target: Hypercore): Promise<boolean> {
  // It may grow at the same time, by what a peer sends.
  for (let attempt = 0; attempt < 3 && source.length > target.length; attempt++) {
    const start = target.length
    const proof = await source.proof({ upgrade: { start, length: source.length - start } })
    if (proof && (await accepts(target, proof))) return true
  }
  return source.length <= target.length
}

async function give(source: CopySource, target: Hypercore, index: number): Promise<'added' | 'present' | 'absent'> {
  if (await target.has(index)) return 'present'
  const nodes = await target.missingNodes(index)
  // A longer log may hang its blocks under nodes that the shorter one never had: then there is no proof.
  const proof = await source.proof({ block: { index, nodes } })
  return proof && (await accepts(target, proof)) ? 'added' : 'absent'
}

/**
 * A core that strangers' bytes are put into before ours: it takes what the device that owns it has signed, and from it
 * a core that is in use is given what it lacks, whatever that one holds already.
 */
export class StagedCore {
  private added = 0

  private constructor(
    private readonly folder: string,
    private readonly storage: HypercoreStorage,
    private readonly corestore: Corestore,
    private readonly core: Hypercore,
  ) {}

  /** `folder` is emptied, now and by `discard`. */
  static async open(folder: string, manifest: Manifest): Promise<StagedCore> {
    await rm(folder, { recursive: true, force: true })
    const storage = new HypercoreStorage(folder, { allowBackup: false, writeBufferSize: 16 * 1024 * 1024 })
    const corestore = new Corestore(storage)
    try {
      const core = corestore.get({ manifest, allowFork: false })
      await core.ready()
      return new StagedCore(folder, storage, corestore, core)
    } catch (refused) {
      // Whoever tries again must not find it taken by us.
      await storage.close().catch(() => undefined)
      throw refused
    }
  }

  get length(): number {
    return this.core.length
  }

  /** Blocks that were added. */
  get held(): number {
    return this.added
  }

  /** False when the owner never signed that. */
  async begin(signed: SignedRoots): Promise<boolean> {
    return accepts(this.core, proofOf(signed))
  }

  /** False when it is not the block that the owner signed. */
  async add(block: ProvenBlock): Promise<boolean> {
    const isAccepted = await accepts(this.core, { ...nothing, block })
    if (isAccepted) this.added += 1
    return isAccepted
  }

  /** Gives `target`, a core of the same key, what it lacks. Undefined when it holds something else under that key. */
  mergeInto(target: Hypercore, options: MergeOptions): Promise<Merged | undefined> {
    const { core } = this
    return mergeCore(
      {
        length: core.length,
        held: () => heldIndexes(core, 0, core.length),
        proof: (request) => orRefusal(() => core.proof(request)),
      },
      target,
      options,
    )
  }

  async discard(): Promise<void> {
    await this.corestore.close()
    await this.storage.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

const nothing = { fork: 0, block: null, hash: null, seek: null, upgrade: null, manifest: null } as const

function proofOf({ length, roots, signature }: SignedRoots): Proof {
  return { ...nothing, upgrade: { start: 0, length, nodes: roots, additionalNodes: [], signature } }
}

async function accepts(core: Hypercore, proof: Proof): Promise<boolean> {
  return (await orRefusal(() => core.applyProof(proof))) ?? false
}

/** Undefined when there is no proof or it proves nothing. @throws what the disk refuses */
async function orRefusal<Value>(attempt: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await attempt()
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'internal') throw error
    return undefined
  }
}
