import type { DeviceId } from '../../../src-shared/ids.ts'

/**
 * A limited number of places for devices that come from the founder, each by those who let it in: a member can make up as
 * many keys as it likes, and each can let in more. Whoever is so many steps from the founder brings no more than that
 * share of all: half of them after one step, a third after two. So whatever one does, there is room for others.
 */
export class LinePlaces {
  private readonly lines: Map<DeviceId, DeviceId[]>

  /** `lines` are of those who have a place already: from the founder to who let each in. */
  constructor(
    private readonly most: number,
    lines: Iterable<[DeviceId, DeviceId[]]> = [],
  ) {
    this.lines = new Map(lines)
  }

  get size(): number {
    return this.lines.size
  }

  has(device: DeviceId): boolean {
    return this.lines.has(device)
  }

  /** Who let in whoever has a place, from the founder on. */
  lineOf(device: DeviceId): DeviceId[] | undefined {
    return this.lines.get(device)
  }

  entries(): [DeviceId, DeviceId[]][] {
    return [...this.lines]
  }

  delete(device: DeviceId): void {
    this.lines.delete(device)
  }

  /** How many more may come by `hosts`. */
  room(hosts: DeviceId[]): number {
    return Math.max(0, Math.min(this.most - this.size, ...this.roomBehind(hosts)))
  }

  /** Gives a place, if need be that of one of the same line who `isAway`. False when there is none; then it keeps what it had. */
  take(device: DeviceId, hosts: DeviceId[], isAway: (device: DeviceId) => boolean = () => false): boolean {
    const before = this.lines.get(device)
    this.lines.delete(device)
    while (this.room(hosts) === 0) {
      const crowded = hosts[this.roomBehind(hosts).findLastIndex((room) => room <= 0)]
      const away = this.entries().find(([one, line]) => isAway(one) && (!crowded || line.includes(crowded)))
      if (!away) {
        if (before) this.lines.set(device, before)
        return false
      }
      this.lines.delete(away[0])
    }
    this.lines.set(device, hosts)
    return true
  }

  private roomBehind(hosts: DeviceId[]): number[] {
    const brought = new Map<DeviceId, number>()
    for (const line of this.lines.values()) for (const host of line) brought.set(host, (brought.get(host) ?? 0) + 1)
    return hosts.map((host, steps) => Math.max(1, Math.floor(this.most / (steps + 1))) - (brought.get(host) ?? 0))
  }
}
