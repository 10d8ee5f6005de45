import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import createTestnet from 'hyperdht/testnet'
import { coreEngineFlags, coreEnvironment } from '../../src-main/core-runtime.ts'
import type { Order, Report } from './sync/messages.ts'

/*
 * npm run bench -- sync [--pages 3000,10000] [--stock-up-to 3000]
 *
 * Two processes over loopback exchange pages of 4 kB: Maillage, and automerge-repo with its WebSocket adapter and its
 * storage on files, on the same pages in the same run. Absolute figures depend on the machine; the ratios hold.
 */

const EDITS = 200
/** Between two edits, in milliseconds: as four people who type without a pause. */
const PACE = 50

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
  await bob.ask({ order: 'listen' })
  const latencies: number[] = []
  for (let page = 0; page < EDITS; page++) {
    const arrival = bob.heard('arrived')
    const edited = await alice.ask({ order: 'edit', page })
    latencies.push(((await arrival).at ?? Number.NaN) - (edited.at ?? Number.NaN))
    await setTimeout(PACE)
  }
  latencies.sort((one, other) => one - other)
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
    'memory alice MB': filled.figures.memory ?? 0,
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
    // As the shell starts the core.
    execArgv: [...coreEngineFlags, '--import', 'tsx'],
    env: { ...process.env, ...coreEnvironment },
    serialization: 'advanced',
  })
  return {
    ask(order: Order): Promise<Report> {
      const answer = reportOf(child, order.order)
      child.send(order)
      return answer
    },
    heard: (order: Report['order']) => reportOf(child, order),
    async end(): Promise<void> {
      const ended = once(child, 'exit')
      child.send({ order: 'end' } satisfies Order)
      await ended
    },
  }
}

function reportOf(child: ChildProcess, order: Report['order']): Promise<Report> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`a peer ended with code ${code}`))
    const hear = (report: Report) => {
      if (report.order !== order) return
      child.off('message', hear)
      child.off('exit', fail)
      resolve(report)
    }
    child.on('message', hear)
    child.once('exit', fail)
  })
}

function percentile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

function print(title: string, figures: Record<string, number>): void {
  const lines = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(42)} ${value.toFixed(1)}`)
  process.stdout.write(`${title}\n${lines.join('\n')}\n`)
}
