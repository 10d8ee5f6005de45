import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies } from './setup/dependencies.mjs'
import { capture, root } from './setup/run.mjs'
import { runScript } from './setup/say.mjs'

/* npm run check: what needs no execution. Runs everything, shows only what failed. */
const typeWalls = ['src-shared', 'src-main', 'src-main/tsconfig.preload.json', 'src-renderer', 'tests']

const checks = [
  ...typeWalls
    .filter((project) => existsSync(join(root, project)))
    .map((project) => [`types of ${project}`, 'tsc', ['-p', project]]),
  ['lint, format, import walls', 'biome', ['check', '--error-on-warnings', '.']],
  ['dead code', 'knip', []],
  ['lock file', process.execPath, ['scripts/complete-lockfile.mjs', '--check']],
  ['surface', 'tsx', ['tests/surface.ts', '--check']],
  ['specification coverage', process.execPath, ['scripts/spec-coverage.mjs']],
]

await runScript(async () => {
  await ensureDependencies()
  const failed = []
  for (const [name, command, args] of checks) {
    const { code, output } = await capture(command, args, { shell: process.platform === 'win32' })
    process.stderr.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}\n`)
    if (code !== 0) {
      failed.push(name)
      process.stderr.write(`${output.trim()}\n\n`)
    }
  }
  return failed.length === 0 ? 0 : 1
})
