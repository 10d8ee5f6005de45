import type { DeviceId } from '../../../src-shared/ids.ts'
import { appendTo } from '../lib/append-to.ts'
import type { LoggedRecord, MembershipRecord } from './membership-record.ts'
import type { RecordsRead } from './records-read.ts'

/** Who was there before whom: the founder has 0, everybody else one more than the device that they came by; of equal ranks the lower key. */
export class Ranks {
  readonly inOrder: readonly DeviceId[]

  constructor(private readonly ranks: ReadonlyMap<DeviceId, number>) {
    this.inOrder = [...ranks.keys()].toSorted((one, other) => this.compare(one, other))
  }

  /** What whoever was there before the others wrote first. */
  first<Kind extends MembershipRecord['kind']>(logged: LoggedRecord<Kind>[]): LoggedRecord<Kind> | undefined {
    return logged.toSorted((one, other) => this.compare(one.device, other.device) || one.index - other.index)[0]
  }

  private compare(one: DeviceId, other: DeviceId): number {
    const ranks = (this.ranks.get(one) ?? Number.MAX_VALUE) - (this.ranks.get(other) ?? Number.MAX_VALUE)
    return ranks || (one < other ? -1 : Number(one > other))
  }
}

/**
 * Ranks those whom founders lead to: their guests, those in whose place others go on, and so on. `mayInvite` tells whose
 * invitations count, since anybody can copy one into its own log. `own` comes last, unless it was led to.
 */
export function rankAll(
  { entries, invited }: RecordsRead,
  mayInvite: (written: LoggedRecord<'invited'>) => boolean,
  own: DeviceId | undefined,
): Ranks {
  const comers = new Map<DeviceId | string, DeviceId[]>()
  const invitations = new Map<DeviceId, string[]>()
  const ranks = new Map<DeviceId, number>()
  const founders: DeviceId[] = []
  for (const [device, entry] of entries) {
    if (entry.kind === 'founder') founders.push(device)
    else appendTo(comers, entry.kind === 'heir' ? entry.former : entry.invitation, device)
  }
  for (const [key, written] of invited) {
    for (const record of written) if (mayInvite(record)) appendTo(invitations, record.device, key)
  }
  const spread = (from: DeviceId[], lowest: number) => {
    let level = from
    for (let rank = lowest; level.length > 0; rank++) {
      const reached = [...new Set(level)].filter((device) => !ranks.has(device))
      for (const device of reached) ranks.set(device, rank)
      level = reached.flatMap((device) =>
        [device, ...(invitations.get(device) ?? [])].flatMap((way) => comers.get(way) ?? []),
      )
    }
  }
  spread(founders, 0)
  if (own && entries.has(own)) spread([own], ranks.size + 1)
  return new Ranks(ranks)
}
