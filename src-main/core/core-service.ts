import { MessageChannelNetworkAdapter } from '@automerge/automerge-repo-network-messagechannel'
import { type AppError, toAppError } from '../../src-shared/errors.ts'
import type { DocumentId, PageId } from '../../src-shared/ids.ts'
import type { EventName, Events } from '../../src-shared/ipc/contract.ts'
import { serveWindow, type WindowConnection } from '../../src-shared/ipc/endpoint.ts'
import type { Core } from './core.ts'
import { OpenDocuments } from './documents/open-documents.ts'
import { createHandlers } from './handlers.ts'
import { takeUpLeftDrafts } from './left-drafts.ts'
import type { Space } from './space.ts'
import { callPort, documentPort, type ServicePort } from './window-port.ts'

interface ServedWindow {
  connection: WindowConnection
  adapter: MessageChannelNetworkAdapter
}

/** Status changes with every block that arrives; windows hear of it at most this often, in milliseconds. */
const STATUS_EVERY = 200

/** A core and the windows it serves. */
export class CoreService {
  private readonly windows = new Map<number, ServedWindow>()
  private readonly open: OpenDocuments
  private readonly statusTimers = new Map<Space, NodeJS.Timeout>()

  constructor(private readonly core: Core) {
    this.open = new OpenDocuments(() => core.now())
    core.publishKept = () => this.open.publishAll()
    this.open.on('saved', (space, id, heads) => this.tell('page.saved', { space, page: id as PageId, heads }))
    this.open.on('unsaved', (space, id, error) =>
      this.tell('page.unsaved', { space, page: id as PageId, code: unsavedCode(error) }),
    )
    core.on('opened', (space) => {
      this.watch(space)
      this.tell('space.joined', { space: space.id })
    })
    for (const space of core.openSpaces()) this.watch(space)
    core.on('backupProgressed', (progress) => this.tell('backup.progressed', progress))
    core.on('backupsChanged', () => this.tell('backup.changed', {}))
    core.invitations.on('requestsChanged', () => this.tell('invitation.requestsChanged', {}))
    core.invitations.on('heard', (space, isHeard) => this.tell('invitation.heard', { space, isHeard }))
    core.network.on('changed', () => this.tell('network.changed', core.network.status()))
  }

  addWindow(id: number, calls: ServicePort, documents: ServicePort): void {
    const adapter = new MessageChannelNetworkAdapter(documentPort(documents))
    const handlers = createHandlers(this.core, this.open, id)
    const connection = serveWindow(callPort(calls), handlers, (error) => this.core.log(error.stack ?? error.message))
    this.open.addWindow(adapter)
    this.windows.set(id, { connection, adapter })
  }

  async removeWindow(id: number): Promise<void> {
    const served = this.windows.get(id)
    if (!served) return
    this.windows.delete(id)
    served.connection.close()
    await this.open.removeWindow(served.adapter, id)
  }

  async stop(): Promise<void> {
    for (const timer of this.statusTimers.values()) clearTimeout(timer)
    await this.open.stop()
    await this.core.stop()
  }

  private watch(space: Space): void {
    takeUpLeftDrafts(space, this.open).catch((reason) =>
      this.core.log(`words of the key before wait for the next start: ${String(reason)}`),
    )
    space.on('arrived', (id, changes) => this.apply(space, id, changes))
    space.on('listed', (types) => this.tell('directory.changed', { space: space.id, types }))
    space.on('blobArrived', (hash) => this.tell('blob.arrived', { space: space.id, hash }))
    space.on('statusChanged', () => this.tellStatus(space))
    for (const change of ['membersChanged', 'invited'] as const) {
      space.on(change, () => this.tell('member.changed', { space: space.id }))
    }
  }

  /** What a document cannot take in is there when it is opened the next time, and costs no other document anything. */
  private apply(space: Space, id: DocumentId, changes: Uint8Array[]): void {
    try {
      this.core.watched(space.id, id, () => this.open.apply(space.id, id, changes))
    } catch (thrown) {
      this.core.log(`${id} could not take in what came: ${toAppError(thrown).stack}`)
    }
  }

  private tellStatus(space: Space): void {
    if (this.statusTimers.has(space)) return
    const timer = setTimeout(() => {
      this.statusTimers.delete(space)
      this.tell('status.changed', { space: space.id })
    }, STATUS_EVERY)
    this.statusTimers.set(space, timer)
  }

  private tell<Name extends EventName>(name: Name, payload: Events[Name]): void {
    for (const { connection } of this.windows.values()) connection.tell(name, payload)
  }
}

/** Why a page is not saved, in terms of what a person can do about it. */
function unsavedCode({ code }: AppError): Events['page.unsaved']['code'] {
  return code === 'disk-full' || code === 'disk-failed' || code === 'too-large' ? code : 'internal'
}
