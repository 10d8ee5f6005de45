import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtProgram } from '../support/built-program.ts'
import { HostedCore } from '../support/hosted-core.ts'

/** Only an administrator of Linux makes networks. */
export function canMakeNetworks(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0
}

/** One computer of the network, with nothing but the cable to the switch. */
export class LanHost extends HostedCore {
  readonly namespace: string
  readonly folder: string
  private line: ChildProcess | undefined

  constructor(
    private readonly lan: Lan,
    readonly number: number,
  ) {
    const namespace = `${lan.name}-${number}`
    const folder = join(lan.folder, String(number))
    super([folder], ['ip', 'netns', 'exec', namespace])
    this.folder = folder
    this.namespace = namespace
  }

  get address(): string {
    return `10.77.0.${this.number}`
  }

  /** A core here that knows of no local network: it enters the internet through the nodes of `bootstrap`. */
  overInternet(bootstrap: string): HostedCore {
    const options = [join(this.lan.folder, `${this.number}-internet`), bootstrap, this.address]
    return new HostedCore(options, ['ip', 'netns', 'exec', this.namespace])
  }

  /** Runs a program in this computer's network. */
  spawn(program: string, args: string[], complaints: 'inherit' | 'pipe' = 'inherit'): ChildProcess {
    return inNetwork(this.namespace, program, args, complaints)
  }

  /** A second card, as of a VPN, that has the way to everywhere and leads nowhere: what is sent there is never heard of again. */
  addCardToNowhere(): void {
    const { number, namespace, lan } = this
    const [near, far] = [`10.99.${number}.2`, `10.99.${number}.1`]
    ip('-n', namespace, 'link', 'add', 'vpn', 'type', 'veth', 'peer', 'name', `nowhere${number}`, 'netns', lan.name)
    ip('-n', namespace, 'addr', 'add', `${near}/24`, 'dev', 'vpn')
    ip('-n', lan.name, 'addr', 'add', `${far}/24`, 'dev', `nowhere${number}`)
    ip('-n', namespace, 'link', 'set', 'vpn', 'up')
    ip('-n', lan.name, 'link', 'set', `nowhere${number}`, 'up')
    ip('-n', namespace, 'route', 'add', 'default', 'via', far, 'dev', 'vpn')
  }

  /** Its only addresses from now on are of IPv6. */
  useIpv6Alone(): void {
    ip('-n', this.namespace, 'addr', 'flush', 'dev', 'cable')
    ip('-n', this.namespace, 'addr', 'add', `fd77::${this.number}/64`, 'dev', 'cable')
  }

  pullCable(): void {
    ip('-n', this.lan.name, 'link', 'set', `port${this.number}`, 'down')
  }

  plugCable(): void {
    ip('-n', this.lan.name, 'link', 'set', `port${this.number}`, 'up')
  }

  /** No more than `rate` goes either way, as tc writes it, with a queue of half a second before it. */
  slowDown(rate: string): void {
    const queue = ['root', 'tbf', 'rate', rate, 'burst', '4k', 'latency', '500ms']
    command('tc', '-n', this.namespace, 'qdisc', 'add', 'dev', 'cable', ...queue)
    command('tc', '-n', this.lan.name, 'qdisc', 'add', 'dev', `port${this.number}`, ...queue)
  }

  /**
   * From here on the cable is a line to somewhere far: so many kbit/s both ways, a packet is `delay` ms under way, and so
   * many of a hundred are lost. Its ends are tunnels, between which a process carries each packet.
   */
  async moveFarAway(kilobits: number, delay: number, lost: number): Promise<void> {
    const { number, namespace, lan } = this
    const [middle, near] = [this.lineNamespace, `line${number}`]
    const [nearAddress, middleAddress] = [`10.78.${number}.1`, `10.78.${number}.2`]
    ip('netns', 'add', middle)
    ip('-n', lan.name, 'link', 'add', near, 'type', 'veth', 'peer', 'name', 'line', 'netns', middle)
    ip('-n', lan.name, 'addr', 'add', `${nearAddress}/24`, 'dev', near)
    ip('-n', middle, 'addr', 'add', `${middleAddress}/24`, 'dev', 'line')
    ip('-n', lan.name, 'link', 'set', near, 'up')
    ip('-n', middle, 'link', 'set', 'line', 'up')
    const program = await builtProgram(join(import.meta.dirname, 'long-line.ts'))
    const line = inNetwork(middle, process.execPath, [program, ...[kilobits, delay, lost].map(String)])
    this.line = line
    await once(line.stdout ?? line, 'data')
    ip('-n', namespace, 'link', 'del', 'cable')
    for (const [end, device] of [`port${number}`, 'cable'].entries()) {
      const tunnel = ['type', 'vxlan', 'id', `${2 * number + end}`, 'remote', middleAddress, 'dstport', '4789']
      ip('-n', lan.name, 'link', 'add', device, ...tunnel)
    }
    ip('-n', lan.name, 'link', 'set', `port${number}`, 'master', 'switch', 'up')
    ip('-n', lan.name, 'link', 'set', 'cable', 'netns', namespace)
    ip('-n', namespace, 'addr', 'add', `${this.address}/24`, 'dev', 'cable')
    ip('-n', namespace, 'link', 'set', 'cable', 'up')
  }

  /** Once nothing runs here any more. */
  remove(): void {
    if (this.line) {
      this.line.kill()
      ip('netns', 'del', this.lineNamespace)
    }
    ip('netns', 'del', this.namespace)
  }

  private get lineNamespace(): string {
    return `${this.namespace}-line`
  }

  /** Of a hundred packets that leave, so many are delayed, and overtaken by others, and so many leave twice. */
  disorder(delayed: number, doubled: number): void {
    const classes = ['tc', '-n', this.namespace, 'class', 'add', 'dev', 'cable', 'parent', '1:', 'classid'] as const
    command('tc', '-n', this.namespace, 'qdisc', 'add', 'dev', 'cable', 'root', 'handle', '1:', 'htb', 'default', '10')
    command(...classes, '1:10', 'htb', 'rate', '1gbit', 'quantum', '1514')
    // A packet of full size takes a twentieth of a second, and those behind it wait.
    command(...classes, '1:20', 'htb', 'rate', '240kbit', 'burst', '1600', 'cburst', '1600')
    this.filter('ip', 'disorder', 'postrouting', `numgen random mod 100 < ${delayed} meta priority set 1:20`)
    this.filter('ip', 'disorder', 'output', `numgen random mod 100 < ${doubled} dup to ip daddr device "cable"`)
  }

  /** Of what comes and goes here so many of a hundred packets are lost. */
  lose(percent: number): void {
    for (const hook of ['input', 'output']) this.filter('inet', 'line', hook, `numgen random mod 100 < ${percent} drop`)
  }

  /** Ends its connections, and lets no other begin: as a router does that starts anew. */
  cutLine(): void {
    for (const hook of ['input', 'output'])
      this.filter('inet', 'cut', hook, 'tcp flags & rst == 0 reject with tcp reset')
  }

  mendLine(): void {
    this.nft('delete', 'table', 'inet', 'cut')
  }

  /** As a router would, whose lease has run out. */
  moveTo(address: string): void {
    ip('-n', this.namespace, 'addr', 'flush', 'dev', 'cable')
    ip('-n', this.namespace, 'addr', 'add', `${address}/24`, 'dev', 'cable')
  }

  /** A rule for what passes `hook`, in a table that may be there already. */
  private filter(family: 'ip' | 'inet', table: string, hook: string, rule: string): void {
    this.nft('add', 'table', family, table)
    this.nft('add', 'chain', family, table, hook, `{ type filter hook ${hook} priority 0 ; }`)
    this.nft('add', 'rule', family, table, hook, rule)
  }

  private nft(...args: string[]): void {
    command('ip', 'netns', 'exec', this.namespace, 'nft', ...args)
  }
}

/** Of this process, so far. */
let networks = 0

/** A switch, and computers on it that reach nothing else: no internet, no name server. */
export class Lan {
  readonly name = `maillage${process.pid}x${++networks}`
  readonly hosts: LanHost[] = []

  private constructor(readonly folder: string) {}

  static async create(count: number): Promise<Lan> {
    const lan = new Lan(await mkdtemp(join(tmpdir(), 'maillage-lan-')))
    ip('netns', 'add', lan.name)
    ip('-n', lan.name, 'link', 'add', 'switch', 'type', 'bridge')
    ip('-n', lan.name, 'link', 'set', 'switch', 'up')
    for (let number = 1; number <= count; number++) lan.addHost(number)
    return lan
  }

  async end(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()))
    for (const host of this.hosts) host.remove()
    ip('netns', 'del', this.name)
    await rm(this.folder, { recursive: true, force: true })
  }

  private addHost(number: number): void {
    const host = new LanHost(this, number)
    const { namespace } = host
    ip('netns', 'add', namespace)
    ip('-n', namespace, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', `port${number}`, 'netns', this.name)
    ip('-n', this.name, 'link', 'set', `port${number}`, 'master', 'switch', 'up')
    ip('-n', namespace, 'addr', 'add', `${host.address}/24`, 'dev', 'cable')
    for (const device of ['cable', 'lo']) ip('-n', namespace, 'link', 'set', device, 'up')
    this.hosts.push(host)
  }
}

function inNetwork(
  namespace: string,
  program: string,
  args: string[],
  complaints: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  return spawn('ip', ['netns', 'exec', namespace, program, ...args], { stdio: ['ignore', 'pipe', complaints] })
}

function ip(...args: string[]): void {
  command('ip', ...args)
}

function command(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}

/** Runs `story` in a network of its own, and leaves nothing behind. */
export function onLan(count: number, story: (...hosts: LanHost[]) => Promise<void>): Promise<void> {
  return onCables(count, async (...hosts) => {
    await Promise.all(hosts.map((host) => host.start()))
    await story(...hosts)
  })
}

/** The same on computers where nothing runs yet. */
export async function onCables(count: number, story: (...hosts: LanHost[]) => Promise<void>): Promise<void> {
  const lan = await Lan.create(count)
  try {
    await story(...lan.hosts)
  } finally {
    await lan.end()
  }
}
