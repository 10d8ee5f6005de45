import { z } from 'zod'

/** What a member may do, from the most to the least. */
export const roleSchema = z.enum(['administrator', 'contributor', 'reader'])

/**
 * - `administrator`: invites, removes and changes roles, and all that follows
 * - `contributor`: writes, and answers newcomers who were invited to do no more
 * - `reader`: reads
 */
export type Role = z.infer<typeof roleSchema>

/** What an invitation makes of whoever uses it. A `relay` stores and passes on, and has no key to read anything. */
export const invitedRoleSchema = z.enum([...roleSchema.options, 'relay'])
export type InvitedRole = z.infer<typeof invitedRoleSchema>

/** What an administrator makes of a member. `removed` is who was taken out of the network. */
export const appointedStandingSchema = z.enum([...roleSchema.options, 'removed'])
export type AppointedStanding = z.infer<typeof appointedStandingSchema>

export const standingSchema = z.enum([...invitedRoleSchema.options, 'removed'])
export type Standing = z.infer<typeof standingSchema>

const ORDER: readonly Standing[] = standingSchema.options

/** Whether `standing` allows what `role` does. */
export function mayAct(standing: Standing, role: Role): boolean {
  return ORDER.indexOf(standing) <= ORDER.indexOf(role)
}
