import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AutomergeUrl, Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { WebSocketServer } from 'ws'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { newPage } from '../../../src-shared/model/page.ts'
import { memory, moment, type Order, pageText, type Report } from './messages.ts'

/* The peer that we compare with: automerge-repo as published, its WebSocket adapter, its storage on files. */

const [folder = ''] = process.argv.slice(2)

/** Milliseconds. The stock peers stall for longer than their usual 5 s, and would hang up on each other for ever. */
const KEEP_ALIVE = 600_000

let repo: Repo | undefined
let port = 0

/* A bench that is stopped leaves nobody behind. */
process.on('disconnect', () => process.exit())

process.on('message', async (order: Order) => {
  const report = await obey(order)
  process.send?.({ order: order.order, ...report })
})

async function obey(order: Order): Promise<Omit<Report, 'order'>> {
  switch (order.order) {
    case 'fill':
      return fill(order.pages)
    case 'meet':
      return meet(order)
    case 'leave':
      await repo?.shutdown()
      repo = undefined
      return { figures: {} }
    case 'end':
      return process.exit(0)
    case 'edit':
    case 'listen':
      return { figures: {} }
  }
}

async function fill(pages: number): Promise<Omit<Report, 'order'>> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
  const network = [new WebSocketServerAdapter(new WebSocketServer({ server }), KEEP_ALIVE)]
  repo = new Repo({ network, storage: new NodeFSStorageAdapter(folder) })
  const begun = moment()
  const documents: string[] = []
  for (let index = 0; index < pages; index++) {
    documents.push(repo.create<Fields>({ ...newPage({ title: `Page ${index}` }, index), body: pageText(index) }).url)
  }
  await repo.flush()
  return { figures: { filled: moment() - begun, memory: memory() }, link: `ws://127.0.0.1:${port}`, documents }
}

/** Stock calls a document unavailable that takes more than a minute, and goes on to fetch it. */
async function isHere(here: Repo, url: AutomergeUrl): Promise<void> {
  const { handle } = here.findWithProgress(url)
  while (!handle.isReady()) await handle.whenReady().catch(() => undefined)
}

/** From the start of the repo until every page is ready in it; stock documents are found one by one, by their urls. */
async function meet({ link, documents = [] }: Extract<Order, { order: 'meet' }>): Promise<Omit<Report, 'order'>> {
  const begun = moment()
  const here = new Repo({
    network: [new WebSocketClientAdapter(link ?? '')],
    storage: new NodeFSStorageAdapter(folder),
  })
  repo = here
  await here.networkSubsystem.whenReady()
  await Promise.all(documents.map((url) => isHere(here, url as AutomergeUrl)))
  const complete = moment() - begun
  await here.flush()
  return { figures: { complete, flushed: moment() - begun, memory: memory() } }
}
