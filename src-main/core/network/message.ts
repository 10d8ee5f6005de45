import { decode } from 'cborg'
import type { z } from 'zod'

/** No message between two devices is longer. */
const MAX_MESSAGE_BYTES = 256 * 1024

/** What a stranger sent, if it is what `schema` describes; undefined otherwise, never an exception. */
export function readMessage<Message>(bytes: Uint8Array, schema: z.ZodType<Message>): Message | undefined {
  if (bytes.length > MAX_MESSAGE_BYTES) return undefined
  try {
    return schema.safeParse(decode(bytes)).data
  } catch {
    return undefined
  }
}
