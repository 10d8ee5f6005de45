import { z } from 'zod'
import { deviceIdSchema, spaceIdSchema } from '../../../src-shared/ids.ts'
import { descentSchema } from '../lib/descent.ts'

const key = z.string().regex(/^[0-9a-f]{64}$/)

/** A space that this device stores and passes on, and cannot read; keys in hexadecimal. */
export const relayedSpaceSchema = z.looseObject({
  space: spaceIdSchema,
  name: z.string(),
  /** Names the space on a connection, and where members met before anybody was removed. */
  topic: key,
  /** Where they have met since, as administrators said. */
  topics: z.array(key),
  /** As others told, by who did. */
  told: z.record(deviceIdSchema, key).default({}),
  proof: key,
  logNamespace: key,
  blobNamespace: key,
  descent: descentSchema,
  /** Who may say who belongs. */
  administrators: z.array(deviceIdSchema),
  removed: z.array(deviceIdSchema),
  /** Who belongs, as administrators said: also whom somebody let in who was removed since. */
  members: z.array(deviceIdSchema).default([]),
  /** Devices whose logs are stored. */
  devices: z.array(deviceIdSchema),
  /** How those came: who let them in, from the founder on, or who spoke of them. */
  lines: z.record(deviceIdSchema, z.array(deviceIdSchema)).default({}),
})
export type RelayedSpace = z.infer<typeof relayedSpaceSchema>
