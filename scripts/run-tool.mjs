import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies } from './setup/dependencies.mjs'
import { root, run } from './setup/run.mjs'
import { runScript, Stop } from './setup/say.mjs'
import { toolCommand } from './setup/tool.mjs'

/* node scripts/run-tool.mjs bench NAME ...: runs tests/bench/NAME.ts; without a name, says which there are. */
await runScript(async () => {
  await ensureDependencies()
  const [kind, name, ...rest] = process.argv.slice(2)
  const folder = join(root, 'tests', kind ?? '')
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => file.slice(0, -3))
    : []
  if (!name || !names.includes(name))
    throw new Stop(`npm run ${kind} -- NAME, where NAME is: ${names.join(', ') || '(none yet)'}`)
  const [command, ...args] = await toolCommand(kind, name, rest)
  return run(command, args)
})
