import { createHash } from 'node:crypto'
import type { Doc } from '@automerge/automerge'
import { type DocHandle, type NetworkAdapterInterface, type PeerId, Repo } from '@automerge/automerge-repo'
import {
  type BinaryDocumentId,
  parseAutomergeUrl,
  type DocumentId as RepoDocumentId,
  stringifyAutomergeUrl,
} from '@automerge/automerge-repo/slim'
import type { DocumentId, SpaceId } from '../../../src-shared/ids.ts'
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
  hold(space: SpaceId, id: DocumentId, document: Doc<Fields>): DocHandle<Fields> {
    const docId = repoId(space, id)
    this.held.add(docId)
    const handle = this.repo.import<Fields>(new Uint8Array(), { docId })
    handle.update(() => document)
    return handle
  }

  async release(space: SpaceId, id: DocumentId): Promise<void> {
    const docId = repoId(space, id)
    this.held.delete(docId)
    await this.repo.removeFromCache(docId)
  }

  async close(): Promise<void> {
    await this.repo.shutdown()
  }
}

/**
 * What windows know a document by. Two spaces may hold documents of the same id, and a window may hold on to one while
 * the core starts again: the name follows from both, and stays.
 */
function repoId(space: SpaceId, id: DocumentId): RepoDocumentId {
  const name = createHash('sha256').update(`${space}/${id}`).digest().subarray(0, 16)
  return parseAutomergeUrl(stringifyAutomergeUrl(new Uint8Array(name) as BinaryDocumentId)).documentId
}
