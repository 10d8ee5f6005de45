import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const steps = 8
/** Seconds, of a computer that does this alone; the suite does other things meanwhile. */
const PATIENCE = 120_000

/** Without a display, as in a container. */
async function run(script: string, LANG: string): Promise<string[]> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...others } = process.env
  const env = { ...others, LANG, LC_ALL: '', LC_MESSAGES: '' }
  const { stdout } = await promisify(execFile)(process.execPath, [`scripts/${script}.mjs`], {
    cwd: root,
    env,
    timeout: PATIENCE,
  })
  const lines = stdout.trim().split('\n')
  await rm(dirname(folderOf(lines)), { recursive: true })
  return lines
}

function folderOf(lines: string[]): string {
  const [, folder] = /Fournil\s?: (.+)$/m.exec(lines.join('\n')) ?? []
  if (!folder) throw new Error(`no folder is named in ${lines.join('\n')}`)
  return folder
}

// Elsewhere than on Linux there is always a display: it would open the window.
const withoutDisplay = process.platform === 'linux' ? 'start' : 'demo'

test.concurrent('[CL2] where there is no display, npm start shows two places that write apart, meet and agree, in French', async () => {
  const lines = await run(withoutDisplay, 'fr_FR.UTF-8')
  expect(lines.filter((line) => line.startsWith('✓ '))).toHaveLength(steps)
  const body = lines.filter((line) => line.startsWith('    ')).slice(0, 3)
  expect(body.map((line) => line.trim())).toEqual([
    'Chez nous, la clé de huit est dans le tiroir rouge.',
    'Débrancher avant toute chose.',
    'Changer la lame tous les six mois.',
  ])
  expect(lines.join('\n')).toMatch(
    /L’Établi cherche «\u00a0coudre\u00a0» et trouve ce que l’autre a noté, «\u00a0Machine à coudre\u00a0»/,
  )
  expect(lines.at(-1)).toMatch(/npm start$/)
})

test.concurrent('[CL2] npm run demo shows the same anywhere, in English to whoever has it', async () => {
  const lines = await run('demo', 'en_GB.UTF-8')
  expect(lines.filter((line) => line.startsWith('✓ '))).toHaveLength(steps)
  expect(lines.join('\n')).toContain('the page, ready for the wiki: ')
})
