import { z } from 'zod'

/** What a member may do, from the most to the least. */
export const roleSchema = z.enum(['administrator', 'contributor', 'reader'])

/**
 * - `administrator`: invites, removes and changes roles, and all that follows
 * - `contributor`: writes, and answers newcomers who were invited to do no more
 * - `reader`: reads
 */
export type Role = z.infer<typeof roleSchema>

/** Of somebody who was taken out of the network. */
export const standingSchema = z.enum([...roleSchema.options, 'removed'])
export type Standing = z.infer<typeof standingSchema>

const ORDER: readonly Standing[] = standingSchema.options

/** Whether `standing` allows what `role` does. */
export function mayAct(standing: Standing, role: Role): boolean {
  return ORDER.indexOf(standing) <= ORDER.indexOf(role)
}
