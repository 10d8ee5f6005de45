import { MessageChannel } from 'node:worker_threads'
import { next as A } from '@automerge/automerge'
import { type AutomergeUrl, type DocHandle, Repo } from '@automerge/automerge-repo'
import { MessageChannelNetworkAdapter } from '@automerge/automerge-repo-network-messagechannel'
import type { OpenDocuments } from '../../src-main/core/documents/open-documents.ts'
import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import type { Handlers } from '../../src-shared/ipc/endpoint.ts'

/** A page as a window has it: written over the window's own port, under the actor that the core gives it. */
export type WindowPage = DocHandle<{ body: string }>

export async function openWindowPage(
  open: OpenDocuments,
  call: Handlers,
  space: SpaceId,
  page: PageId,
): Promise<WindowPage> {
  const { port1, port2 } = new MessageChannel()
  open.addWindow(new MessageChannelNetworkAdapter(port1 as never))
  const repo = new Repo({ network: [new MessageChannelNetworkAdapter(port2 as never)] })
  const { url, actor } = await call['page.open']({ space, page })
  const handle: WindowPage = await repo.find(url as AutomergeUrl)
  handle.update((document) => A.clone(document, { actor }))
  return handle
}

/** Types at the end of it. */
export function typeAtEnd(page: WindowPage, letters: string): void {
  page.change((draft) => A.splice(draft, ['body'], draft.body.length, 0, letters))
}
