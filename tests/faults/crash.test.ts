import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Seen } from './crash/seen.ts'

const program = join(import.meta.dirname, 'crash', 'reading-peer.ts')

async function run(what: 'die' | 'look', folder: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', program, what, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { output, code, signal }
}

test('[DO10] a core that died while it read a heavy document leaves it aside and goes on; asked to, it tries again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-crash-'))
  try {
    expect(await run('die', folder)).toMatchObject({ code: null, signal: 'SIGKILL' })
    const { output, code } = await run('look', folder)
    expect(code).toBe(0)
    expect(JSON.parse(output) as Seen).toEqual({
      setAside: [{ device: null, reason: 'crashed' }],
      opened: 'too-large',
      titles: ['Charte', 'Lourde', 'Suite et fin'],
      leftAfterTrying: 0,
      openedAfterTrying: 'nothing was thrown',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
