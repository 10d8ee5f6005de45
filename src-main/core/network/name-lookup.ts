import { lookup, Resolver } from 'node:dns/promises'

/** Answers that the system may know better: it also reads its own list of hosts. */
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'ESERVFAIL', 'EREFUSED', 'EBADRESP'])

/**
 * Finds the addresses of nodes that are given by name, and can be stopped. What the system's own lookup has begun cannot:
 * where no name server answers, it holds the process for half a minute after everything else has ended.
 */
export class NameLookup {
  private readonly resolver = new Resolver({ timeout: 3_000, tries: 2 })
  private isStopped = false

  /** @throws when nobody knows the name, or after `stop` */
  async find(name: string): Promise<{ host: string; family: 4 }> {
    if (this.isStopped) throw new Error('nobody is looked for any more')
    const host = await this.resolver.resolve4(name).then(
      ([address]) => address,
      (refused: NodeJS.ErrnoException) => this.askSystem(name, refused),
    )
    if (host === undefined) throw new Error(`${name} has no address`)
    return { host, family: 4 }
  }

  stop(): void {
    this.isStopped = true
    this.resolver.cancel()
  }

  private async askSystem(name: string, refused: NodeJS.ErrnoException): Promise<string> {
    if (this.isStopped || !UNKNOWN.has(refused.code ?? '')) throw refused
    return (await lookup(name, { family: 4 })).address
  }
}
