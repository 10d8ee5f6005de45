import { createHash } from 'node:crypto'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'

/** Hexadecimal digits of the 14 bytes that tie an actor to its device. */
const PREFIX_LENGTH = 28

/** The slot under which the core itself writes; windows count from 1. */
export const CORE_SLOT = 0

/**
 * The start of every actor id that `device` may write under in `space`. It follows from the two, so that everybody
 * can check that a change stands in the log of the device that made it, without being told who owns which actor.
 */
export function actorPrefix(space: SpaceId, device: DeviceId): string {
  return createHash('sha256').update(`maillage/actor/1 ${space} ${device}`).digest('hex').slice(0, PREFIX_LENGTH)
}

/** One writer of a device: a window or the core. Two writers never share a slot at the same time. */
export function actorOf(prefix: string, slot: number): string {
  return prefix + slot.toString(16).padStart(4, '0')
}

/** The same of an actor whose device need not be known. */
export function prefixOf(actor: string): string {
  return actor.slice(0, PREFIX_LENGTH)
}

export function actorBelongs(prefix: string, actor: string): boolean {
  return actor.length === PREFIX_LENGTH + 4 && actor.startsWith(prefix)
}
