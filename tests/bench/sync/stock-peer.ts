import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DocHandle, Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { WebSocketServer } from 'ws'
import { newPage } from '../../../src-shared/model/page.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { memory, moment, type Order, pageText, type Report } from './messages.ts'

/* The peer that we compare with: automerge-repo as published, its WebSocket adapter, its storage on files. */

const [folder = ''] = process.argv.slice(2)
let repo: Repo | undefined
let port = 0

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
  const network = [new WebSocketServerAdapter(new WebSocketServer({ server }))]
  repo = new Repo({ network, storage: new NodeFSStorageAdapter(folder) })
  const begun = moment()
  for (let index = 0; index < pages; index++) {
    repo.create<Fields>({ ...newPage({ title: `Page ${index}` }, index), body: pageText(index) })
  }
  await repo.flush()
  return { figures: { filled: moment() - begun, memory: memory() }, link: `ws://127.0.0.1:${port}` }
}

/** From the start of the repo until every page is ready in it. */
async function meet({ link, pages }: Extract<Order, { order: 'meet' }>): Promise<Omit<Report, 'order'>> {
  const begun = moment()
  repo = new Repo({ network: [new WebSocketClientAdapter(link ?? '')], storage: new NodeFSStorageAdapter(folder) })
  const ready = new Set<string>()
  await new Promise<void>((resolve) => {
    repo?.on('document', ({ handle }: { handle: DocHandle<unknown> }) => {
      void handle.whenReady().then(() => {
        ready.add(handle.documentId)
        if (ready.size === pages) resolve()
      })
    })
  })
  const complete = moment() - begun
  await repo.flush()
  return { figures: { complete, flushed: moment() - begun, memory: memory() } }
}
