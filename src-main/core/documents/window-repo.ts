import type { Doc } from '@automerge/automerge'
import { type DocHandle, type NetworkAdapterInterface, type PeerId, Repo } from '@automerge/automerge-repo'
import type { DocumentId as RepoDocumentId } from '@automerge/automerge-repo/slim'
import type { DocumentId } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'

/**
 * automerge-repo between the core and its windows, and nowhere else: it keeps what the windows show, and stores
 * nothing. A window gets the documents that were opened for it, and none by asking for an id.
 */
export class WindowRepo {
  private readonly held = new Set<string>()
  private readonly repo = new Repo({
    network: [],
    peerId: 'core' as PeerId,
    shareConfig: {
      announce: async () => false,
      access: async (_peer, id) => id !== undefined && this.held.has(id),
    },
  })

  addWindow(adapter: NetworkAdapterInterface): void {
    this.repo.networkSubsystem.addNetworkAdapter(adapter)
  }

  removeWindow(adapter: NetworkAdapterInterface): void {
    this.repo.networkSubsystem.removeNetworkAdapter(adapter)
  }

  /** Keeps `document` for the windows. */
  hold(id: DocumentId, document: Doc<Fields>): DocHandle<Fields> {
    this.held.add(id)
    const handle = this.repo.import<Fields>(new Uint8Array(), { docId: repoId(id) })
    handle.update(() => document)
    return handle
  }

  async release(id: DocumentId): Promise<void> {
    this.held.delete(id)
    await this.repo.removeFromCache(repoId(id))
  }

  async close(): Promise<void> {
    await this.repo.shutdown()
  }
}

function repoId(id: DocumentId): RepoDocumentId {
  return id as unknown as RepoDocumentId
}
