import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime } from './setup/electron-runtime.mjs'
import { root, run } from './setup/run.mjs'
import { runScript, Stop } from './setup/say.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

/** Tools that measure the real window. */
const NEEDS_WINDOW = new Set(['typing', 'kill-application'])

/* node scripts/run-tool.mjs bench NAME ...: runs tests/bench/NAME.ts; without a name, says which there are. */
await runScript(async () => {
  await ensureDependencies()
  const [kind, name, ...rest] = process.argv.slice(2)
  const folder = join(root, 'tests', kind ?? '')
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.ts'))
        .map((file) => file.slice(0, -3))
    : []
  if (!name || !names.includes(name))
    throw new Stop(`npm run ${kind} -- NAME, where NAME is: ${names.join(', ') || '(none yet)'}`)
  const tool = ['tsx', join(folder, `${name}.ts`), ...rest]
  if (!NEEDS_WINDOW.has(name)) return run('tsx', tool.slice(1))
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: true })
  await ensureBuild()
  return process.platform === 'linux' ? run('xvfb-run', ['-a', ...tool]) : run('tsx', tool.slice(1))
})
