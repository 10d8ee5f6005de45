import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import type { EnteredSpace } from './invitations.ts'
import type { FreshKey, Keyring } from './membership/keyring.ts'

export interface KeyReplacementOptions {
  keyring: Keyring
  /** Whose key it is until then. */
  device: DeviceId
  /** Nothing more is written in any space under the key that is replaced. */
  endLogs(): void
  /** Its logs are not all here: people are told where they look for what happened to their data. */
  noteLoss(): Promise<void>
  /** The core can do no more and must be started again, with the fresh key. */
  onSpent(): void
}

/** Puts a fresh key in the place of this device's: once, for the core that goes on with it is another. */
export class KeyReplacement {
  private underWay: Promise<void> | null = null

  constructor(private readonly options: KeyReplacementOptions) {}

  /** For logs whose others hold more than is here. Where the disk refuses it may be tried again. */
  giveWay(): Promise<void> {
    this.underWay ??= this.giveWayOnce().catch((refused: unknown) => {
      this.underWay = null
      throw refused
    })
    return this.underWay
  }

  /** Belongs to a space again that this device was removed from, under a key that nobody removed. */
  async comeBack(entered: EnteredSpace, key: FreshKey): Promise<void> {
    if (this.underWay) throw new AppError('disconnected', 'this key gives way already')
    const { keyring, device, endLogs, onSpent } = this.options
    endLogs()
    const before = keyring.get(entered.space)
    const devices = [...new Set([...(before?.devices ?? []), device])]
    const epochs = [...new Set([...entered.epochs, ...(before?.epochs ?? [])])]
    this.underWay = keyring.giveWay({ key, anew: { ...entered, devices, epochs } })
    // Whoever asked is answered first. Where the disk refuses, the logs have ended all the same.
    await this.underWay.finally(() => setImmediate(onSpent))
  }

  private async giveWayOnce(): Promise<void> {
    const { keyring, endLogs, noteLoss, onSpent } = this.options
    endLogs()
    await keyring.giveWay()
    await noteLoss()
    onSpent()
  }
}
