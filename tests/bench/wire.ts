import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import createTestnet from 'hyperdht/testnet'
import { Core } from '../../src-main/core/core.ts'
import { OpenDocuments } from '../../src-main/core/documents/open-documents.ts'
import { createHandlers } from '../../src-main/core/handlers.ts'
import { SwarmWire } from '../../src-main/core/network/swarm-wire.ts'
import { openWindowPage, typeAtEnd, type WindowPage } from '../support/window-page.ts'

/*
 * npm run bench -- wire [--idle SECONDS]
 *
 * Bytes between two connected places, both directions, encryption and handshakes included: while somebody types a
 * sentence, when it comes in one go, and while nobody does anything.
 */

const SENTENCE = 'Le four à céramique se réserve à l’accueil, deux jours avant.'
/** Six letters a second: as somebody types who knows how. */
const PACE = 1_000 / 6
/** What is written is on its way, and confirmed, within so many milliseconds. */
const CONFIRMED = 2_000

const { values } = parseArgs({ options: { idle: { type: 'string', default: '120' } } })
const idle = Number(values.idle)

const folder = await mkdtemp(join(tmpdir(), 'maillage-wire-'))
const testnet = await createTestnet(3, { host: '127.0.0.1' })
const start = (name: string) =>
  Core.start({
    folder: join(folder, name),
    wires: (keyPair) => [new SwarmWire({ keyPair, bootstrap: testnet.bootstrap, host: '127.0.0.1' })],
  })
const [alice, bob] = [await start('alice'), await start('bob')]
const space = await alice.createSpace('Banc', { name: 'Alice', commune: '' })
const terms = { role: 'contributor', isReusable: false, needsApproval: false, days: 7 } as const
const { link } = await alice.invitations.create(space.id, terms)
await bob.invitations.join(link, { name: 'Bob', commune: '' }, AbortSignal.timeout(60_000))
const body = await openPage()
await setTimeout(CONFIRMED)

const typed = await carried(async () => {
  for (const letter of SENTENCE) {
    typeAtEnd(body, letter)
    await setTimeout(PACE)
  }
  await setTimeout(CONFIRMED)
})
const whole = await carried(async () => {
  typeAtEnd(body, SENTENCE)
  await setTimeout(CONFIRMED)
})
const quiet = await carried(() => setTimeout(idle * 1_000))
const hour = (quiet * 3_600) / idle

process.stdout.write(`a sentence of ${SENTENCE.length} letters, typed     ${typed} bytes\n`)
process.stdout.write(`the same sentence in one go          ${whole} bytes\n`)
process.stdout.write(
  `${idle} s in which nothing happens        ${quiet} bytes, ${Math.round(hour / 1_000)} kB an hour\n`,
)

await Promise.all([alice.stop(), bob.stop()])
await testnet.destroy()
await rm(folder, { recursive: true, force: true })
// The window's port would keep the process.
process.exit()

/** A page as alice's window has it. */
async function openPage(): Promise<WindowPage> {
  const open = new OpenDocuments(() => alice.now())
  const call = createHandlers(alice, open, 1)
  const { page } = await call['page.create']({ space: space.id, fields: { title: 'Four' }, markdown: '' })
  return openWindowPage(open, call, space.id, page)
}

/** Bytes that the connection carries while `work` is done. */
async function carried(work: () => Promise<unknown>): Promise<number> {
  const before = bytes()
  await work()
  return bytes() - before
}

function bytes(): number {
  const { received, sent } = bob.network.traffic()
  return received + sent
}
