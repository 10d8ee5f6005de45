import { encode } from 'cborg'
import { z } from 'zod'
import { type DeviceId, deviceIdSchema } from '../../../src-shared/ids.ts'
import { MAX_DEVICES } from './holdings.ts'
import { readMessage } from './message.ts'

/** Epochs at whose meeting places a relay waits. */
const MAX_TOPICS = 16

/** What a member tells a relay, which has no key to read it in the logs. */
const directionsSchema = z.object({
  /** Where members meet. */
  topics: z.array(z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32)).max(MAX_TOPICS),
  /** Who belongs, who does no more, and who may say so from now on; absent from whoever may not. */
  members: z
    .object({
      /** Absent from a Maillage that did not tell it yet. */
      stayers: z.array(deviceIdSchema).max(MAX_DEVICES).optional(),
      removed: z.array(deviceIdSchema).max(MAX_DEVICES),
      administrators: z.array(deviceIdSchema).max(MAX_DEVICES),
    })
    .optional(),
})
export type Directions = z.infer<typeof directionsSchema>

/** As much of it as is read there. */
export function encodeDirections({ topics, members }: Directions): Uint8Array {
  const first = (devices: DeviceId[]) => devices.slice(0, MAX_DEVICES)
  const told = members && {
    ...(members.stayers && { stayers: first(members.stayers) }),
    removed: first(members.removed),
    administrators: first(members.administrators),
  }
  return encode({ topics: topics.slice(0, MAX_TOPICS), ...(told && { members: told }) })
}

/** Undefined for what is none. */
export function readDirections(message: Uint8Array): Directions | undefined {
  return readMessage(message, directionsSchema)
}
