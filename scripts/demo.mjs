import { showDemo } from './setup/demo.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { runScript } from './setup/say.mjs'

/* npm run demo: what Maillage is for, in a terminal. Needs neither Electron nor a display. */
await runScript(async () => {
  await ensureDependencies()
  return showDemo()
})
