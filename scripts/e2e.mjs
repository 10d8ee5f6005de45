import { ensureDependencies } from './setup/dependencies.mjs'
import { run } from './setup/run.mjs'
import { runScript } from './setup/say.mjs'
import { onScreen } from './setup/screen.mjs'
import { ensureWindow } from './setup/tool.mjs'

/* npm run e2e -- [vitest arguments]: only the whole application, while working on it. */
await runScript(async () => {
  await ensureDependencies()
  await ensureWindow()
  const args = ['run', '--project', 'e2e', '--project', 'e2e-places', ...process.argv.slice(2)]
  return run(...onScreen('vitest', args))
})
