import b4a from 'b4a'
import { encode } from 'cborg'
import { z } from 'zod'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { readMessage } from './message.ts'

/** No space has more devices: past that a peer is lying or broken. */
export const MAX_DEVICES = 1_000

/** How much of each device's log somebody holds: everything before `blocks`, and files' blocks before `files`. */
export type Holdings = Record<DeviceId, { blocks: number; files: number }>

/** A device by its key, or, once that was told over this connection, by how many were told before it. */
const deviceSchema = z.union([
  z.instanceof(Uint8Array).refine((key) => key.length === 32),
  z.number().int().min(0).max(MAX_DEVICES),
])
const count = z.number().int().min(0)
const messageSchema = z.array(z.tuple([deviceSchema, count, count])).max(MAX_DEVICES)

/** Tells what changed in what we hold. A word that is typed costs twenty bytes so, and two hundred with whole keys. */
export class HoldingsTeller {
  private readonly places = new Map<DeviceId, number>()
  private told: Holdings = {}

  /** What to send; undefined when nothing changed since. */
  news(holdings: Holdings): Uint8Array | undefined {
    const changed = Object.entries(holdings).filter(([device, { blocks, files }]) => {
      const before = this.told[device as DeviceId]
      return before?.blocks !== blocks || before.files !== files
    })
    if (changed.length === 0) return undefined
    this.told = holdings
    return encode(changed.map(([device, { blocks, files }]) => [this.nameOf(device as DeviceId), blocks, files]))
  }

  private nameOf(device: DeviceId): Uint8Array | number {
    const place = this.places.get(device)
    if (place !== undefined) return place
    this.places.set(device, this.places.size)
    return b4a.from(device, 'hex')
  }
}

/** The other end of it. */
export class HoldingsHearer {
  private readonly devices: DeviceId[] = []

  /** Undefined for what is no holdings: a peer that sends it is not listened to. */
  hear(message: Uint8Array): Holdings | undefined {
    const entries = readMessage(message, messageSchema)
    if (!entries) return undefined
    const heard: Holdings = {}
    for (const [name, blocks, files] of entries) {
      const device = typeof name === 'number' ? this.devices[name] : this.meet(name)
      if (device) heard[device] = { blocks, files }
    }
    return heard
  }

  private meet(key: Uint8Array): DeviceId | undefined {
    if (this.devices.length >= MAX_DEVICES) return undefined
    const device = b4a.toString(key, 'hex') as DeviceId
    this.devices.push(device)
    return device
  }
}
