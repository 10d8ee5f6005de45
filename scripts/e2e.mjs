import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime } from './setup/electron-runtime.mjs'
import { run } from './setup/run.mjs'
import { runScript } from './setup/say.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

/* npm run e2e -- [vitest arguments]: only the whole application, while working on it. */
await runScript(async () => {
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: true })
  await ensureBuild()
  const args = ['run', '--project', 'e2e', '--project', 'e2e-places', ...process.argv.slice(2)]
  if (process.platform !== 'linux') return run('vitest', args)
  return run('xvfb-run', ['-a', '-s', '-screen 0 1920x1200x24', 'vitest', ...args])
})
