import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime } from './setup/electron-runtime.mjs'
import { runScript } from './setup/say.mjs'

/* npm run build: out/ made from the sources as they are. */
await runScript(async () => {
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureBuild()
})
