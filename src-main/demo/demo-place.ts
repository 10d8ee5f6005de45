import type { SpaceId } from '../../src-shared/ids.ts'
import type { Handlers } from '../../src-shared/ipc/endpoint.ts'
import type { Core } from '../core/core.ts'
import { OpenDocuments } from '../core/documents/open-documents.ts'
import { createHandlers } from '../core/handlers.ts'
import { startCore } from '../core/start-core.ts'

/** A place of the demonstration: a whole core with a folder of its own, started and stopped as its computer would. */
export class DemoPlace {
  private running: { core: Core; open: OpenDocuments; call: Handlers } | null = null

  constructor(
    readonly name: string,
    readonly commune: string,
    readonly folder: string,
    private readonly bootstrap: string,
  ) {}

  get call(): Handlers {
    if (!this.running) throw new Error(`${this.name} is not running`)
    return this.running.call
  }

  async start(network: 'online' | 'offline'): Promise<void> {
    const { folder, bootstrap } = this
    const core = await startCore({ folder, bootstrap, host: '127.0.0.1', offline: network === 'offline' })
    const open = new OpenDocuments(() => core.now())
    this.running = { core, open, call: createHandlers(core, open, 0) }
  }

  async stop(): Promise<void> {
    const { running } = this
    this.running = null
    await running?.open.stop()
    await running?.core.stop()
  }

  /** Whether it is connected, and has and has listed all that there is. */
  async isUpToDate(space: SpaceId): Promise<boolean> {
    const { complete, preparing, unsent, peers } = await this.call['space.status']({ space })
    return complete && preparing === 0 && unsent === 0 && peers.some(({ connected }) => connected)
  }
}
