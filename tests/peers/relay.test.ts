import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtProgram } from '../support/built-program.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { startServing, stopServing } from '../support/serving-process.ts'
import { runCommand } from '../support/terminal.ts'

const MINUTES = 60_000

let program: string
let folder: string
let testnet: Awaited<ReturnType<typeof createTestnet>>
const running = new Set<ChildProcess>()

beforeAll(async () => {
  program = await builtProgram(join(import.meta.dirname, '../../src-main/cli/index.ts'))
  folder = await mkdtemp(join(tmpdir(), 'maillage-relay-'))
  testnet = await createTestnet(3, { host: '127.0.0.1' })
}, MINUTES)

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await testnet.destroy()
  await rm(folder, { recursive: true, force: true })
})

/** Each place runs alone or with the relay, and never with another. */
test('[RE1] [RE3] places that are never on the network together meet through a relay, invitations included', {
  timeout: 3 * MINUTES,
}, async () => {
  await run('alice', 'space', 'create', 'Drôme', '--place', 'Cédille')
  await run('alice', 'page', 'create', '--title', 'Charte du lieu')
  const forRelay = await run('alice', 'invite', 'create')
  const alice = await serve('alice', 'serve')
  const relay = await serve('relay', 'relay', { MAILLAGE_LINK: forRelay.link, MAILLAGE_HOST: '127.0.0.1' })
  await stop(alice)
  const forBob = await run('alice', 'invite', 'create')
  await run('alice', 'sync', '--until-complete')

  await run('bob', 'join', forBob.link, '--name', 'L’Établi')
  await run('bob', 'sync', '--until-complete')
  expect(titles(await run('bob', 'page', 'list'))).toEqual(['Charte du lieu'])
  await run('bob', 'page', 'create', '--title', 'Ouvrir le samedi')
  await run('bob', 'sync', '--until-complete')

  await run('alice', 'sync', '--until-complete')
  expect(titles(await run('alice', 'page', 'list'))).toEqual(['Charte du lieu', 'Ouvrir le samedi'])
  await stop(relay)

  // Its invitation was for one, and is spent: a relay that is in does not need it.
  const again = await serve('relay', 'relay', { MAILLAGE_LINK: forRelay.link })
  await run('bob', 'sync', '--until-complete')
  await stop(again)
})

test('[RE4] so they do through a relay without a key, from a terminal', async () => {
  await run('anna', 'space', 'create', 'Diois', '--place', 'Le Fournil')
  await run('anna', 'page', 'create', '--title', 'Horaires')
  const forBert = await run('anna', 'invite', 'create')
  const forRelay = await run('anna', 'invite', 'create', '--role', 'relay')
  const anna = await serve('anna', 'serve')
  await run('bert', 'join', forBert.link, '--name', 'L’Atelier')
  const relay = await serve('blind', 'relay', { MAILLAGE_LINK: forRelay.link })
  await stop(anna)
  await run('anna', 'page', 'create', '--title', 'Tarifs')
  await run('anna', 'sync', '--until-complete')
  await run('bert', 'sync', '--until-complete')
  expect(titles(await run('bert', 'page', 'list'))).toEqual(['Horaires', 'Tarifs'])
  await stop(relay)
  expect(await codeOfRejection(run('blind', 'page', 'list'))).toBe('not-found')
})

test('[RE2] a relay that belongs nowhere and has no invitation says so', async () => {
  expect(await codeOfRejection(run('nowhere', 'relay'))).toBe('not-found')
})

interface Printed {
  link: string
  pages: { title: string }[]
}

function titles({ pages }: Printed): string[] {
  return pages.map(({ title }) => title).sort()
}

function options(place: string): string[] {
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  return ['--data', join(folder, place), '--bootstrap', bootstrap, '--host', '127.0.0.1']
}

/** Relays, and who goes on serving, run in processes of their own. */
const run = (place: string, ...words: string[]) => runCommand<Printed>(...words, ...options(place))

/** Resolves once it is on the network. */
async function serve(place: string, word: string, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = await startServing([program, word, '--json', ...options(place)], env)
  running.add(child)
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  await stopServing(child)
  running.delete(child)
}
