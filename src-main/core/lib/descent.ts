import { z } from 'zod'
import { deviceIdSchema } from '../../../src-shared/ids.ts'

/** Longer lines can be written, and are only believed by whoever knows them from the logs. */
const MAX_STEPS = 256

/**
 * How a device comes from the founder of a space: who let in whom, or goes on for whom, each signed by the one before.
 * All bytes in hexadecimal.
 */
export const descentSchema = z.object({
  founder: deviceIdSchema,
  /** With the founder it makes the id of the space. */
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  /** Each proof is by the device before. */
  steps: z
    .array(
      z.object({
        /** Only the last may be `relayed`: a relay lets nobody in. */
        kind: z.enum(['welcomed', 'continued', 'relayed']),
        device: deviceIdSchema,
        proof: z.string().regex(/^[0-9a-f]{128}$/),
      }),
    )
    .max(MAX_STEPS),
})
export type Descent = z.infer<typeof descentSchema>
