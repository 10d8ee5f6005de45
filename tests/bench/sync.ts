import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import createTestnet from 'hyperdht/testnet'
import type { Order, Report } from './sync/messages.ts'

/*
 * npm run bench -- sync [--pages 3000,10000] [--stock-up-to 3000]
 *
 * Two processes over loopback exchange pages of 4 kB: Maillage, and automerge-repo with its WebSocket adapter and its
 * storage on files, on the same pages in the same run. Absolute figures depend on the machine; the ratios hold.
 */

const EDITS = 100

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '3000,10000' },
    'stock-up-to': { type: 'string', default: '3000' },
  },
})

const folder = await mkdtemp(join(tmpdir(), 'maillage-bench-'))
const testnet = await createTestnet(3, { host: '127.0.0.1' })
const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')

for (const count of values.pages.split(',').map(Number)) {
  const ours = await measureMaillage(count)
  print(`Maillage, ${count} pages`, ours)
  if (count > Number(values['stock-up-to'])) continue
  const stock = await measureStock(count)
  print(`automerge-repo, ${count} pages`, stock)
  print(`automerge-repo over Maillage, ${count} pages`, {
    'first sync, times slower': stock.firstSync / ours.firstSync,
    'first sync to searchable, times slower': stock.firstSync / ours.firstSyncSearchable,
    'reconnect, times slower': stock.reconnect / ours.reconnect,
  })
}

await testnet.destroy()
await rm(folder, { recursive: true, force: true })

async function measureMaillage(pages: number) {
  const alice = peer('maillage-peer', `alice-${pages}`)
  const bob = peer('maillage-peer', `bob-${pages}`)
  const filled = await alice.ask({ order: 'fill', pages })
  const first = await bob.ask({ order: 'meet', pages, ...(filled.link && { link: filled.link }) })
  await bob.ask({ order: 'leave' })
  const again = await bob.ask({ order: 'meet', pages })
  const listening = bob.ask({ order: 'listen', edits: EDITS })
  await bob.heard('listening')
  const edited = await alice.ask({ order: 'edit', edits: EDITS })
  const latencies = latenciesOf(edited, await listening)
  await Promise.all([alice.end(), bob.end()])
  const { figures } = first
  return {
    'fill ms': filled.figures.filled ?? 0,
    'invitation answered ms': figures.joined ?? 0,
    firstSync: (figures.complete ?? 0) - (figures.joined ?? 0),
    firstSyncSearchable: (figures.searchable ?? 0) - (figures.joined ?? 0),
    'first sync bytes': figures.bytes ?? 0,
    reconnect: again.figures.complete ?? 0,
    'reconnect bytes': again.figures.bytes ?? 0,
    'live edit p50 ms': percentile(latencies, 0.5),
    'live edit p95 ms': percentile(latencies, 0.95),
    'memory alice MB': edited.figures.memory ?? 0,
    'memory bob after first sync MB': figures.memory ?? 0,
    'memory bob after reconnect MB': again.figures.memory ?? 0,
  }
}

async function measureStock(pages: number) {
  const alice = peer('stock-peer', `stock-alice-${pages}`)
  const bob = peer('stock-peer', `stock-bob-${pages}`)
  const filled = await alice.ask({ order: 'fill', pages })
  const { link = '', documents = [] } = filled
  const meet = { order: 'meet', pages, link, documents } as const
  const first = await bob.ask(meet)
  await bob.ask({ order: 'leave' })
  const again = await bob.ask(meet)
  await Promise.all([alice.end(), bob.end()])
  return {
    'fill ms': filled.figures.filled ?? 0,
    firstSync: first.figures.complete ?? 0,
    reconnect: again.figures.complete ?? 0,
    'memory alice MB': filled.figures.memory ?? 0,
    'memory bob MB': first.figures.memory ?? 0,
  }
}

function peer(script: string, name: string) {
  const child = fork(join(import.meta.dirname, 'sync', `${script}.ts`), [join(folder, name), bootstrap], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  })
  return {
    ask(order: Order): Promise<Report> {
      const answer = reportOf(child, order.order)
      child.send(order)
      return answer
    },
    heard: (order: string) => reportOf(child, order),
    async end(): Promise<void> {
      const ended = once(child, 'exit')
      child.send({ order: 'end' } satisfies Order)
      await ended
    },
  }
}

function reportOf(child: ChildProcess, order: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    const hear = (report: Report) => {
      if ((report.order as string) !== order) return
      child.off('message', hear)
      resolve(report)
    }
    child.on('message', hear)
    child.once('exit', (code) => reject(new Error(`a peer ended with code ${code}`)))
  })
}

/** From the append in alice's process to the change in the hands of bob's document. */
function latenciesOf(edited: Report, heard: Report): number[] {
  const arrivals = new Map(heard.moments)
  return (edited.moments ?? []).map(([page, at]) => (arrivals.get(page) ?? Number.NaN) - at).sort((a, b) => a - b)
}

function percentile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

function print(title: string, figures: Record<string, number>): void {
  const lines = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(42)} ${value.toFixed(1)}`)
  process.stdout.write(`${title}\n${lines.join('\n')}\n`)
}
