import { rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import b4a from 'b4a'
import Corestore, { type KeyPair } from 'corestore'
import type Hypercore from 'hypercore'
import type { Manifest } from 'hypercore'
import HypercoreStorage from 'hypercore-storage'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { stopEach } from '../lib/stop-each.ts'
import { answerInTurn } from './answer-in-turn.ts'
import { StagedCore } from './core-copy.ts'
import { expectAnswers } from './expect-answers.ts'
import { goOnWithFork } from './forked-core.ts'
import type { Journal } from './journal.ts'
import { lookForMissingNodesAtOnce } from './missing-nodes.ts'

/** Bytes that the store holds in memory and on disk before it sorts them away. It would take 64 MB of each. */
const WRITE_BUFFER = 16 * 1024 * 1024

/** Below so many free bytes nothing more is stored: a write buffer without room to go stalls every later write for good. */
const RESERVE = 6 * WRITE_BUFFER

const STAGING = 'restoring'

/** Where every log and attachment of every space is kept, and the journal that makes appends durable. */
export class LogStore {
  private constructor(
    private readonly folder: string,
    private readonly storage: HypercoreStorage,
    private readonly corestore: Corestore,
    readonly journal: Journal,
    private readonly keyPair: KeyPair,
  ) {}

  /** Closes the journal with itself. @throws AppError `in-use`, `unreadable`, `disk-full`, `disk-failed` */
  static async open(folder: string, keyPair: KeyPair, journal: Journal): Promise<LogStore> {
    // Of a restore that was killed: as large as a log, and of no use. What refuses to go now goes with the next restore.
    await rm(join(folder, STAGING), { recursive: true, force: true }).catch(() => undefined)
    lookForMissingNodesAtOnce()
    const storage = new HypercoreStorage(join(folder, 'logs'), { allowBackup: true, writeBufferSize: WRITE_BUFFER })
    try {
      const corestore = new Corestore(storage)
      await corestore.ready()
      return new LogStore(folder, storage, corestore, journal, keyPair)
    } catch (cause) {
      // Whoever tries again must not find it taken by us.
      await storage.close().catch(() => undefined)
      const error = toAppError(cause)
      throw error.code === 'internal' ? new AppError('unreadable', `the logs: ${error.message}`, { cause }) : error
    }
  }

  get device(): DeviceId {
    return b4a.toString(this.keyPair.publicKey, 'hex') as DeviceId
  }

  /**
   * The core that `device` signs under `namespace`. Its key follows from the two, so that knowing the device and the
   * space is enough to find its log, and nothing has to be announced or believed. Whoever has no key passes it on as it is.
   */
  openCore(device: DeviceId, namespace: Uint8Array, encryption?: Uint8Array): Hypercore {
    const core = this.corestore.get({
      manifest: manifestOf(device, namespace),
      ...(encryption && { encryption: { key: b4a.from(encryption) } }),
      // A log that could be rewritten could say something else to whoever reads it late.
      allowFork: false,
      ...(device === this.device && { keyPair: this.keyPair }),
    })
    goOnWithFork(core)
    answerInTurn(core)
    expectAnswers(core)
    return core
  }

  /** Frees the blocks of a core that nobody uses any more. */
  async empty(device: DeviceId, namespace: Uint8Array): Promise<void> {
    const core = this.openCore(device, namespace)
    await core.ready()
    if (core.length > 0) await core.clear(0, core.length)
    await core.close()
  }

  /** Where a stranger's bytes of the same core are looked at before it is given them. */
  stageCore(device: DeviceId, namespace: Uint8Array): Promise<StagedCore> {
    return StagedCore.open(join(this.folder, STAGING), manifestOf(device, namespace))
  }

  /** Resolves when everything put into cores so far survives a power cut. */
  sync(): Promise<void> {
    // The storage's own `flush` is of a column family that holds nothing.
    return this.storage.db.flush()
  }

  /** Asked before anything is stored, for a refusal that can be taken back. */
  async hasRoom(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.folder)
    return bavail * bsize >= RESERVE
  }

  async close(): Promise<void> {
    // Hypercore reads once more after writing a block that was on its way: that must find the database open.
    await Promise.all([...this.corestore.cores].map((core) => whenIdle(core.state?.mutex)))
    // A core that its damaged bytes did not let open refuses to close; the database must not stay locked for that.
    await stopEach([() => this.journal.close(), () => this.corestore.close(), () => this.storage.close()])
  }
}

function manifestOf(device: DeviceId, namespace: Uint8Array): Manifest {
  return { version: 1, signers: [{ publicKey: b4a.from(device, 'hex'), namespace: b4a.from(namespace) }] }
}

async function whenIdle(mutex: { lock(): Promise<void>; unlock(): void } | undefined): Promise<void> {
  try {
    await mutex?.lock()
    mutex?.unlock()
  } catch {
    // Closed already: nothing is on its way.
  }
}
