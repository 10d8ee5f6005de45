import { Core } from '../../../src-main/core/core.ts'
import { parseBootstrap } from '../../../src-main/core/network/parse-bootstrap.ts'
import { SwarmWire } from '../../../src-main/core/network/swarm-wire.ts'
import type { Space } from '../../../src-main/core/space.ts'
import type { DocumentId } from '../../../src-shared/ids.ts'
import { newPage } from '../../../src-shared/model/page.ts'
import { memory, moment, type Order, pageText, type Report } from './messages.ts'

/* One place of the bench: a whole core in a process of its own, told by the bench what to do. */

const [folder = '', bootstrap = ''] = process.argv.slice(2)
const PAGES_PER_BATCH = 50
let core: Core | undefined
let pageIds: DocumentId[] | undefined

/* A bench that is stopped leaves nobody behind. */
process.on('disconnect', () => process.exit())

process.on('message', async (order: Order) => {
  const report = await obey(order)
  process.send?.({ order: order.order, ...report })
})

async function start(): Promise<Core> {
  const bootstrapNodes = parseBootstrap(bootstrap)
  core ??= await Core.start({
    folder,
    wires: (keyPair) => [new SwarmWire({ keyPair, bootstrap: bootstrapNodes, host: '127.0.0.1' })],
  })
  return core
}

async function obey(order: Order): Promise<Omit<Report, 'order'>> {
  switch (order.order) {
    case 'fill':
      return fill(order.pages)
    case 'meet':
      return meet(order)
    case 'edit':
      return edit(order.page)
    case 'listen':
      return listen()
    case 'leave':
      await core?.stop()
      core = undefined
      return { figures: {} }
    case 'end':
      await core?.stop()
      process.exit(0)
  }
}

async function fill(pages: number): Promise<Omit<Report, 'order'>> {
  const here = await start()
  const space = await here.createSpace('Bench', { name: 'Alice', commune: '' })
  const begun = moment()
  for (let from = 0; from < pages; from += PAGES_PER_BATCH) {
    const count = Math.min(PAGES_PER_BATCH, pages - from)
    const roots = Array.from({ length: count }, (_, offset) => ({
      fields: { ...newPage({ title: `Page ${from + offset}` }, from), body: pageText(from + offset) },
    }))
    await space.documents.create(roots)
  }
  const filled = moment() - begun
  // Alice is at rest before bob comes: what is measured is the exchange, not her search index.
  await space.documents.prepared()
  const { link } = await here.invitations.create(space.id, {
    role: 'administrator',
    isReusable: true,
    needsApproval: false,
    days: 7,
  })
  return { figures: { filled, memory: memory() }, link }
}

/** From the start of the core, or of joining, until every page is here and listed, then until every word is found. */
async function meet({ link, pages }: Extract<Order, { order: 'meet' }>): Promise<Omit<Report, 'order'>> {
  const begun = moment()
  const here = await start()
  const joined = link
    ? await here.invitations.join(link, { name: 'Bob', commune: '' }, AbortSignal.timeout(60_000))
    : undefined
  const space = joined ?? here.openSpaces()[0]
  if (!space) throw new Error('bob belongs nowhere')
  const met = moment()
  await until(space, async () => (await isComplete(space)) && (await space.directory.list('page')).length >= pages)
  const complete = moment() - begun
  const traffic = here.network.traffic()
  await space.documents.prepared()
  const figures = {
    joined: met - begun,
    complete,
    searchable: moment() - begun,
    bytes: traffic.received + traffic.sent,
    memory: memory(),
  }
  return { figures }
}

async function isComplete(space: Space): Promise<boolean> {
  const { complete, peers } = await space.status()
  return complete && peers.some(({ connected }) => connected)
}

/** One change to one page: what a burst of typing costs. `at` is the moment before it is appended. */
async function edit(page: number): Promise<Omit<Report, 'order'>> {
  const space = (await start()).openSpaces()[0]
  // Listed once: whoever types in a page does not list them all at each word.
  pageIds ??= (await space?.directory.list('page'))?.map((row) => row.page)
  const id = pageIds?.[page]
  if (!space || !id) throw new Error(`there is no page ${page}`)
  const appended = nextAppend(space)
  await space.documents.change(id, (document) => {
    document.title = `Titre changé ${page}`
  })
  return { figures: {}, at: await appended }
}

/** The moment of the next append, before it touches the disk. */
function nextAppend(space: Space): Promise<number> {
  return new Promise((resolve) => {
    const append = space.append.bind(space)
    space.append = (blocks) => {
      space.append = append
      resolve(moment())
      return append(blocks)
    }
  })
}

/** Tells of every change from now on, as soon as a window could show it. */
async function listen(): Promise<Omit<Report, 'order'>> {
  const space = (await start()).openSpaces()[0]
  space?.on('arrived', () => process.send?.({ order: 'arrived', figures: {}, at: moment() } satisfies Report))
  return { figures: {} }
}

async function until(space: Space, condition: () => Promise<boolean>): Promise<void> {
  if (await condition()) return
  await new Promise<void>((resolve) => {
    const look = async () => {
      if (!(await condition())) return
      space.off('statusChanged', look)
      resolve()
    }
    space.on('statusChanged', look)
  })
}
