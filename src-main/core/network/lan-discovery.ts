import { EventEmitter } from 'node:events'
import { networkInterfaces } from 'node:os'
import { Bonjour, type Browser, type Service } from 'bonjour-service'
import { isPrivateAddress } from './private-address.ts'

/** DNS-SD type: `_maillage._tcp.local`. */
const TYPE = 'maillage'

/** Interfaces come and go with cables, Wi-Fi and sleep: looked at so often, in milliseconds. */
const LOOK_EVERY = 2_000

/** Others tell of themselves when they come; whoever was not heard then is asked for so often, in milliseconds. */
const ASK_EVERY = 60_000

/** No local network has more of us come: whoever announces them is lying, and the list begins anew. */
const MAX_SERVICES = 1_000

/** Topics that one device announces, and that are read of another. */
const MAX_TAGS = 64

/** Another Maillage on the local network, under the random name of its run. */
export interface Neighbour {
  name: string
  address: string
  port: number
  /** What it shares, told so that only who shares it too understands. */
  tags: string[]
}

interface Presence {
  bonjour: Bonjour
  browser: Browser
  service: Service | undefined
  /** Announced since the list began: a browser keeps the name of each, also when it is gone. */
  announced: number
}

/**
 * Who else is on the local networks of this computer, by DNS-SD. The name is random and new at each start, and neither
 * the computer's own name nor a person's is told.
 */
export class LanDiscovery extends EventEmitter<{ changed: [] }> {
  private readonly presences = new Map<string, Presence>()
  private tags: string[] = []
  private timers: NodeJS.Timeout[] = []

  constructor(
    private readonly name: string,
    private readonly port: number,
  ) {
    super()
  }

  start(): void {
    this.followInterfaces()
    this.timers = [setInterval(() => this.followInterfaces(), LOOK_EVERY), setInterval(() => this.ask(), ASK_EVERY)]
  }

  /** Tells what is shared from now on. */
  announce(tags: string[]): void {
    this.tags = tags.slice(0, MAX_TAGS)
    for (const presence of this.presences.values()) this.publish(presence)
  }

  neighbours(): Neighbour[] {
    const neighbours = [...this.presences.values()].flatMap(({ browser }) => browser.services.flatMap(readService))
    return neighbours.filter(({ name }) => name !== this.name)
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    await Promise.all([...this.presences.keys()].map((address) => this.leave(address)))
  }

  private followInterfaces(): void {
    const here = new Set(localAddresses())
    for (const address of this.presences.keys()) if (!here.has(address)) void this.leave(address)
    for (const address of here) if (!this.presences.has(address)) this.enter(address)
    for (const { browser } of this.presences.values()) browser.expire()
  }

  private ask(): void {
    for (const { browser } of this.presences.values()) browser.update()
  }

  private enter(address: string): void {
    // A cable that comes out between two looks makes sending fail: the next look notices.
    const ignore = () => undefined
    // Bound to everything, since a socket bound to one address is not given what was sent to many.
    const bonjour = new Bonjour({ interface: address, bind: '0.0.0.0' } as object, ignore)
    const presence: Presence = { bonjour, browser: browserOf(bonjour), service: undefined, announced: 0 }
    this.presences.set(address, presence)
    this.follow(presence)
    this.publish(presence)
  }

  private follow(presence: Presence): void {
    const { browser } = presence
    for (const event of ['up', 'txt-update', 'srv-update'] as const) browser.on(event, () => this.emit('changed'))
    browser.on('up', () => {
      // What it still reads of the last packet is nobody's any more.
      if (presence.browser !== browser || ++presence.announced <= MAX_SERVICES) return
      browser.stop()
      presence.browser = browserOf(presence.bonjour)
      presence.announced = 0
      this.follow(presence)
    })
  }

  private publish(presence: Presence): void {
    const txt = Object.fromEntries(this.tags.map((tag, index) => [`t${index}`, tag]))
    const { name, port } = this
    const publish = () => {
      presence.service = presence.bonjour.publish({
        name,
        type: TYPE,
        port,
        host: `${name}.local`,
        txt,
        // The name is random: nobody else has it.
        probe: false,
        disableIPv6: true,
      })
    }
    if (presence.service) presence.service.stop(publish)
    else publish()
  }

  private async leave(address: string): Promise<void> {
    const presence = this.presences.get(address)
    this.presences.delete(address)
    if (!presence) return
    presence.browser.stop()
    await new Promise<void>((left) => presence.bonjour.unpublishAll(() => left()))
    await new Promise<void>((closed) => presence.bonjour.destroy(() => closed()))
  }
}

/** Asks who is here, and goes on listening. */
function browserOf(bonjour: Bonjour): Browser {
  return bonjour.find({ type: TYPE, protocol: 'tcp' })
}

/** Parsed at the border: anybody on the network can announce anything. */
function readService({ name, port, referer, txt }: Service): Neighbour[] {
  const address = referer?.address
  if (!address || !isPrivateAddress(address) || !/^[0-9a-f]{16}$/.test(name)) return []
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return []
  const told: unknown[] = typeof txt === 'object' && txt !== null ? Object.values(txt) : []
  const tags = told.filter((tag): tag is string => typeof tag === 'string' && /^[0-9a-f]{16}$/.test(tag))
  return [{ name, address, port, tags: tags.slice(0, MAX_TAGS) }]
}

function localAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivateAddress(address))
      .map(({ address }) => address),
  )
}
