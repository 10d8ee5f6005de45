import { EventEmitter } from 'node:events'
import b4a from 'b4a'
import type { DeviceId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { View } from './lib/view-database.ts'
import type { Block } from './log/block.ts'
import type { BlockKey, BlockKeys } from './log/sealing.ts'
import { deriveEpoch, type Epoch, newEpochSecret, shareWith } from './membership/epoch.ts'
import type { KnownEpoch, Members } from './membership/members.ts'

export interface SpaceEpochsOptions {
  space: SpaceId
  own: DeviceId
  /** Secrets that were here before. */
  secrets: Uint8Array[]
  members: Members
  /** Epochs that logs name which cannot be read on. */
  awaited(): Iterable<string>
  /** Reads a share that somebody made for this device. */
  openShare(share: Uint8Array): Uint8Array | undefined
  /** Keeps a secret for the next start. */
  remember(secret: Uint8Array): Promise<void>
  /** Since when each epoch is written in here. */
  beginnings: View<Timestamp>
  now(): Timestamp
}

/** Who knows what, as far as devices told. */
export interface Witnesses {
  /** A member has the record that begins an epoch. */
  hasHeard(device: DeviceId, epoch: KnownEpoch): boolean
  /** Somebody who was removed was told so, by us. */
  isTold(device: DeviceId): boolean
}

/** Whoever was removed and does not come is waited for so long, in milliseconds: it should not be met with silence. */
const FAREWELL = 7 * 24 * 60 * 60 * 1_000

/**
 * The epochs of one space: whose secrets are here, and under which is written. Those that are not come with the record
 * that begins them, or from whoever has them.
 */
export class SpaceEpochs
  extends EventEmitter<{
    /** Blocks can be read, or places met, that could not before. */
    learned: []
    /** A secret is needed that no record gave us. */
    wanted: []
  }>
  implements BlockKeys
{
  current: BlockKey | undefined
  private readonly held = new Map<string, Epoch>()
  private readonly missing = new Set<string>()
  private known: KnownEpoch[] = []
  private readonly since = new Map<string, Timestamp>()

  constructor(private readonly options: SpaceEpochsOptions) {
    super()
    for (const secret of options.secrets) this.hold(secret)
  }

  async start(): Promise<void> {
    for await (const [epoch, since] of this.options.beginnings.iterator()) this.since.set(epoch, since)
    this.follow()
  }

  find(epoch: string): Uint8Array | undefined {
    return this.held.get(epoch)?.blocks
  }

  secretOf(epoch: string): Uint8Array | undefined {
    return this.held.get(epoch)?.secret
  }

  /** All that are here, for whoever is let in: that of today first. */
  secrets(): Uint8Array[] {
    const isCurrent = ({ id }: Epoch) => Number(id === this.current?.epoch)
    const todayFirst = [...this.held.values()].toSorted((one, other) => isCurrent(other) - isCurrent(one))
    return todayFirst.map(({ secret }) => secret)
  }

  /** Epochs without which something cannot be read: that of today first. */
  wanted(): string[] {
    const today = this.known[0]?.id
    return [...this.missing].toSorted((one, other) => Number(other === today) - Number(one === today))
  }

  /** Members may have begun another. To be called when somebody may do more, or less, than before, or a record was read. */
  follow(): void {
    const { members, beginnings, now } = this.options
    this.known = members.epochs()
    const [best] = this.known
    if (best) this.want(best.id)
    for (const named of this.options.awaited()) this.want(named)
    const epoch = this.known.map(({ id }) => this.held.get(id)).find((held) => held !== undefined)
    this.current = epoch && { epoch: epoch.id, key: epoch.blocks }
    if (!epoch || this.since.has(epoch.id)) return
    this.since.set(epoch.id, now())
    beginnings.put(epoch.id, now()).catch(() => undefined)
  }

  /**
   * Looks for an epoch's secret in what was given to us, and has it asked for otherwise. Not before the record that begins it
   * is here: anybody can write that a block is under some key, and keys of nothing would come without end.
   */
  want(epoch: string): void {
    const { members, own, openShare } = this.options
    if (this.held.has(epoch) || this.missing.has(epoch) || !members.hasBegun(epoch)) return
    this.missing.add(epoch)
    for (const share of members.shareOf(epoch, own)) {
      const secret = openShare(share)
      if (secret && this.take(secret)) return
    }
    this.emit('wanted')
  }

  /** A secret that somebody gives us. False for one that is not wanted, or not what it is given for. */
  take(secret: Uint8Array): boolean {
    if (this.missing.size === 0) return false
    const { id } = deriveEpoch(this.options.space, secret)
    if (!this.missing.delete(id)) return false
    this.hold(secret)
    // Where it cannot be kept it is asked for again at the next start.
    this.options.remember(secret).catch(() => undefined)
    this.follow()
    this.emit('learned')
    return true
  }

  /**
   * Where members meet, the place of today first; `original` is where they met before anybody was removed. Members who have
   * not heard of an epoch wait at an earlier place, and so does whoever is still to be told that it was removed.
   */
  topics(original: Uint8Array, witnesses: Witnesses): Uint8Array[] {
    const known = this.known.find(({ id }) => id === this.current?.epoch)
    const current = known && this.held.get(known.id)
    if (!current) return [original]
    const { members, own, now } = this.options
    const isAwaited = members.stayers().some((device) => device !== own && !witnesses.hasHeard(device, known))
    const isFarewell = now() - (this.since.get(current.id) ?? now()) < FAREWELL
    const isToTell = isFarewell && members.removed().some((device) => !witnesses.isTold(device))
    if (!isAwaited && !isToTell) return [current.topic]
    const earlier = [...this.held.values()].filter((epoch) => epoch !== current).map(({ topic }) => topic)
    return [current.topic, ...earlier, original]
  }

  /** A record that begins an epoch for all who stay, but those who are just being removed. */
  begin(removed: DeviceId[] = []): Block {
    const { space, members } = this.options
    const secret = newEpochSecret()
    const { id } = deriveEpoch(space, secret)
    const stayers = members.stayers().filter((device) => !removed.includes(device))
    const turn = Math.max(0, ...members.epochs().map((epoch) => epoch.turn)) + 1
    return {
      kind: 'rekeyed',
      epoch: b4a.from(id, 'hex'),
      turn: Math.min(turn, Number.MAX_SAFE_INTEGER),
      shares: stayers.map((device) => ({ device, share: shareWith(device, secret) })),
    }
  }

  private hold(secret: Uint8Array): void {
    const epoch = deriveEpoch(this.options.space, secret)
    this.held.set(epoch.id, epoch)
  }
}
