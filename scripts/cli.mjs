import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { root, run } from './setup/run.mjs'
import { runScript } from './setup/say.mjs'

/* npm run cli -- ...: the core from a terminal. Stdout carries the command's own output and nothing else. */
await runScript(async () => {
  await ensureDependencies()
  await ensureBuild()
  return run(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)], { cwd: process.cwd() })
})
