import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { builtProgram } from '../support/built-program.ts'
import type { Seen } from './crash/seen.ts'

let program: string
beforeAll(async () => {
  program = await builtProgram(join(import.meta.dirname, 'crash', 'reading-peer.ts'))
})

async function run(what: 'die' | 'hang' | 'look', folder: string) {
  const child = spawn(process.execPath, [program, what, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { output, code, signal }
}

/** What works in a folder whose last core was ended by a document. */
const WORKS: Seen = {
  setAside: [{ device: null, reason: 'crashed' }],
  opened: 'set-aside',
  titles: ['Charte', 'Lourde', 'Suite et fin'],
  leftAfterTrying: 0,
  openedAfterTrying: 'nothing was thrown',
}

test.each([
  ['died while it read a heavy document', 'die'],
  ['was busy with one document for too long, is ended and', 'hang'],
] as const)(
  '[DO10] a core that %s leaves it aside and goes on; asked to, it tries again',
  async (_why, what) => {
    const folder = await mkdtemp(join(tmpdir(), 'maillage-crash-'))
    try {
      expect(await run(what, folder)).toMatchObject({ code: null, signal: 'SIGKILL' })
      const { output, code } = await run('look', folder)
      expect(code).toBe(0)
      expect(JSON.parse(output) as Seen).toEqual(WORKS)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  60_000,
)
