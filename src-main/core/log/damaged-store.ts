import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { ProofRequest } from 'hypercore'
import HypercoreStorage from 'hypercore-storage'
import { heldIndexes, type Merged, type MergeOptions, mergeCore } from './core-copy.ts'

/** Files that RocksDB keeps open: with a bound it opens each when it is asked for, so that a damaged one stops nothing. */
const OPEN_FILES = 64

/** RocksDB's `kSkipAnyCorruptedRecords`. */
const SKIP_DAMAGED_RECORDS = 3

/** How to open what is damaged: as it was left; or the newest state of which every file is there. */
const ways = ['as it was left', 'without damaged files'] as const
type Way = (typeof ways)[number]

/**
 * A store with damaged files, read as far as it lets itself be read. Nothing in it is changed, and nothing of it is
 * believed: what it gives is proven, block by block, to the core that takes it.
 */
export class DamagedStore {
  /** Nothing that was asked for could not be read. */
  private isWhole = true

  private constructor(
    private readonly storage: HypercoreStorage,
    private readonly corestore: Corestore,
  ) {}

  /** Calls `read` with the store, as often as there are ways to open it that may give more. */
  static async reading(folder: string, read: (store: DamagedStore) => Promise<void>): Promise<void> {
    for (const way of ways) {
      const store = await DamagedStore.open(folder, way)
      try {
        if (store) await read(store)
        if (store?.isWhole) return
      } finally {
        await store?.close()
      }
    }
  }

  private static async open(folder: string, way: Way): Promise<DamagedStore | undefined> {
    const storage = new HypercoreStorage(folder, {
      readOnly: true,
      maxOpenFiles: OPEN_FILES,
      walRecoveryMode: SKIP_DAMAGED_RECORDS,
      bestEffortsRecovery: way === 'without damaged files',
    })
    const store = new DamagedStore(storage, new Corestore(storage, { readOnly: true }))
    try {
      await store.corestore.ready()
      return store
    } catch {
      await store.close()
      return undefined
    }
  }

  /**
   * Gives `target` what is whole here and lacks there. Undefined when there is nothing.
   * @throws as `mergeCore`, and `signal`'s reason
   */
  async giveTo(target: Hypercore, options: MergeOptions): Promise<Merged | undefined> {
    const core = this.corestore.get({ key: target.key })
    const orNothing = async <Value>(attempt: Promise<Value>): Promise<Value | undefined> =>
      attempt.catch(() => {
        this.isWhole = false
        return undefined
      })
    try {
      if (!(await orNothing(core.ready().then(() => true)))) return undefined
      const source = {
        length: core.length,
        held: () => heldIndexes(core, 0, core.length),
        proof: (request: ProofRequest) => orNothing(core.proof(request)),
      }
      return await mergeCore(source, target, options)
    } finally {
      await core.close().catch(() => undefined)
    }
  }

  private async close(): Promise<void> {
    await this.corestore.close().catch(() => undefined)
    await this.storage.close().catch(() => undefined)
  }
}
