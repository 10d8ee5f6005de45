import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { builtProgram } from '../support/built-program.ts'
import { sample } from '../support/sample.ts'
import { canMakeNetworks, type LanHost, onCables } from './lan.ts'

const MINUTE = 60_000

/**
 * In seconds, on a machine that does nothing else; in `npm test` others kill cores meanwhile. It joins in two, and ends in
 * half a one: the DHT and the system's name lookup held it for twelve and for forty.
 */
const LONGEST_JOIN = sample(20, 5)
const LONGEST_END = sample(6, 1)

interface Ran {
  /** What it printed, and complained of. */
  printed: string
  complaint: string
  code: number | null
  /** Seconds until it printed, and from then until the process had ended. */
  untilPrinted: number
  untilEnded: number
}

/** Runs the command line on a computer of the network, to its end. */
async function run(host: LanHost, cli: string, ...args: string[]): Promise<Ran> {
  const began = performance.now()
  const child = host.spawn(process.execPath, [cli, ...args], 'pipe')
  let [printed, complaint] = ['', '']
  let printedAt = began
  child.stdout?.on('data', (bytes: Buffer) => {
    printed += bytes
    printedAt = performance.now()
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    complaint += bytes
    printedAt = performance.now()
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  const ended = performance.now()
  const seconds = (milliseconds: number) => milliseconds / 1_000
  return { printed, complaint, code, untilPrinted: seconds(printedAt - began), untilEnded: seconds(ended - printedAt) }
}

const cards: Record<string, (host: LanHost) => void> = {
  'one card': () => undefined,
  'a second card that leads nowhere': (host) => host.addCardToNowhere(),
}

if (canMakeNetworks()) {
  for (const [name, prepare] of Object.entries(cards)) {
    test(`[LA8] without internet, with ${name}, a command has joined within ${LONGEST_JOIN} s and ends within ${LONGEST_END}`, {
      timeout: 3 * MINUTE,
    }, async () => {
      const cli = await builtProgram(join(import.meta.dirname, '../../src-main/cli/index.ts'))
      await onCables(2, async (alice, bob) => {
        for (const host of [alice, bob]) prepare(host)
        await alice.start()
        const place = { name: 'L’Établi', commune: 'Crest' }
        const { space } = await alice.call('space.create', { name: 'Vallée', place })
        const { link } = await alice.call('invitation.create', { space })
        const joined = await run(bob, cli, '--data', `${bob.folder}-cli`, 'join', link, '--name', 'La Fabrique')
        expect(joined).toMatchObject({ printed: `${space}\n`, code: 0 })
        expect(joined.untilPrinted).toBeLessThan(LONGEST_JOIN)
        expect(joined.untilEnded).toBeLessThan(LONGEST_END)
        const began = performance.now()
        await alice.stop()
        expect((performance.now() - began) / 1_000).toBeLessThan(LONGEST_END)
      })
    })
  }

  test('[LA9] on a network of IPv6 alone, whoever waits for others is told at once why nobody comes', {
    timeout: 3 * MINUTE,
  }, async () => {
    const cli = await builtProgram(join(import.meta.dirname, '../../src-main/cli/index.ts'))
    await onCables(2, async (alice, bob) => {
      await alice.start()
      const { space } = await alice.call('space.create', { name: 'Vallée', place: { name: 'L’Établi', commune: '' } })
      const { link } = await alice.call('invitation.create', { space })
      for (const host of [alice, bob]) host.useIpv6Alone()
      const data = ['--data', `${bob.folder}-cli`]
      const tried = await run(bob, cli, ...data, 'join', link, '--name', 'La Fabrique', '--timeout', '3')
      expect(tried.code).toBe(1)
      expect(tried.complaint).toMatch(/^maillage: this computer has IPv6 addresses alone, and places meet over IPv4/)
      expect(tried.untilEnded).toBeLessThan(LONGEST_END)
      await vi.waitUntil(async () => (await alice.call('network.status', {})).reach === 'ipv6-only', {
        timeout: MINUTE,
      })
    })
  })
}
