import type { DeviceId } from '../../src-shared/ids.ts'
import { LinePlaces } from './membership/line-places.ts'
import type { RelayedSpace } from './membership/relay-keyring.ts'

/** Meeting places that administrators said are remembered, the latest; and of so many others one each. */
const MAX_SAID = 16
const MAX_TELLERS = 16

/**
 * Where the members of a relayed space meet, beside the first place. Any member may be the only one to know, and may lie:
 * what one tells takes no place of what administrators said, and not those of all others.
 */
export class RelayTopics {
  private said: string[]
  private told: Map<DeviceId, string>
  private readonly tellers: LinePlaces

  constructor({ topics, told, lines }: Pick<RelayedSpace, 'topics' | 'told' | 'lines'>) {
    this.said = topics
    this.told = new Map(Object.entries(told) as [DeviceId, string][])
    this.tellers = new LinePlaces(
      MAX_TELLERS,
      [...this.told.keys()].map((device) => [device, lines[device] ?? []]),
    )
  }

  all(): string[] {
    return [...new Set([...this.said, ...this.told.values()])]
  }

  /** For the next start. */
  known(): Pick<RelayedSpace, 'topics' | 'told'> {
    return { topics: this.said, told: Object.fromEntries(this.told) }
  }

  /** By an administrator. Whether something was new in it. */
  say(topics: string[]): boolean {
    const said = [...new Set([...topics, ...this.said])].slice(0, MAX_SAID)
    const isNew = said.some((topic) => !this.said.includes(topic))
    if (isNew) this.said = said
    return isNew
  }

  /** By anybody else: the place of today comes first in what each tells, and is what is kept of it. */
  tell(by: DeviceId, hosts: DeviceId[], topics: string[], isAway: (device: DeviceId) => boolean): boolean {
    const [topic] = topics
    if (topic === undefined || this.said.includes(topic) || this.told.get(by) === topic) return false
    if (!this.tellers.take(by, hosts, isAway)) return false
    this.told.set(by, topic)
    for (const device of this.told.keys()) if (!this.tellers.has(device)) this.told.delete(device)
    return true
  }
}
