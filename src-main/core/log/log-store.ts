import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import b4a from 'b4a'
import Corestore, { type KeyPair } from 'corestore'
import type Hypercore from 'hypercore'
import { AppError, toAppError } from '../../../src-shared/errors.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { Journal } from './journal.ts'

/** Blocks asked of one peer at once, on a quick line and on one with long delays. Hypercore's 16 leave both ends waiting. */
const REQUESTS_ON_THE_WAY: [number, number] = [64, 256]

/** Where every log and attachment of every space is kept, and the journal that makes appends durable. */
export class LogStore {
  private constructor(
    private readonly corestore: Corestore,
    readonly journal: Journal,
    private readonly keyPair: KeyPair,
  ) {}

  /** @throws AppError `in-use`, `unreadable`, `disk-full`, `disk-failed` */
  static async open(folder: string, keyPair: KeyPair): Promise<LogStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    let corestore: Corestore | undefined
    const journal = await Journal.open(join(folder, 'journal'), async () => corestore?.storage.flush())
    try {
      corestore = new Corestore(join(folder, 'logs'), { allowBackup: true })
      await corestore.ready()
    } catch (cause) {
      await journal.close()
      const error = toAppError(cause)
      throw error.code === 'internal' ? new AppError('unreadable', `the logs: ${error.message}`, { cause }) : error
    }
    return new LogStore(corestore, journal, keyPair)
  }

  get device(): DeviceId {
    return b4a.toString(this.keyPair.publicKey, 'hex') as DeviceId
  }

  /**
   * The core that `device` signs under `namespace`. Its key follows from the two, so that knowing the device and the
   * space is enough to find its log, and nothing has to be announced or believed.
   */
  openCore(device: DeviceId, namespace: Uint8Array, encryption: Uint8Array): Hypercore {
    const signer = { publicKey: b4a.from(device, 'hex'), namespace: b4a.from(namespace) }
    return this.corestore.get({
      manifest: { version: 1, signers: [signer] },
      encryption: { key: b4a.from(encryption) },
      // A log that could be rewritten could say something else to whoever reads it late.
      allowFork: false,
      inflightRange: REQUESTS_ON_THE_WAY,
      ...(device === this.device && { keyPair: this.keyPair }),
    })
  }

  /** Resolves when everything appended so far survives a power cut. */
  sync(): Promise<void> {
    return this.corestore.storage.flush()
  }

  async close(): Promise<void> {
    // Hypercore reads once more after writing a block that was on its way: that must find the database open.
    await Promise.all([...this.corestore.cores].map((core) => whenIdle(core.state?.mutex)))
    await this.journal.close()
    await this.corestore.close()
  }
}

async function whenIdle(mutex: { lock(): Promise<void>; unlock(): void } | undefined): Promise<void> {
  try {
    await mutex?.lock()
    mutex?.unlock()
  } catch {
    // Closed already: nothing is on its way.
  }
}
