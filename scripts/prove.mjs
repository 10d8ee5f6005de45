import { availableParallelism } from 'node:os'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime } from './setup/electron-runtime.mjs'
import { capture, toolEnvironment } from './setup/run.mjs'
import { runScript, Stop, say } from './setup/say.mjs'
import { onScreen } from './setup/screen.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'
import { ensureWindow, toolCommand } from './setup/tool.mjs'

/*
 * npm run prove [-- NAME...]: what npm test only samples, at length: less than an hour on two processors. Each proof says
 * one line of figures; what one says in the end beside them, when it fails, follows.
 */
const proofs = [
  // Where a test takes `sample(short, long)`, it takes the long one.
  {
    name: 'tests at length',
    command: [
      'vitest',
      'run',
      '--project',
      'unit',
      '--project',
      'unit-apart',
      `--maxWorkers=${1 + availableParallelism()}`,
    ],
    figures: /^ +Tests +/,
  },
  { name: 'local networks', command: ['vitest', 'run', '--project', 'lan'], figures: /^ +Tests +/ },
  {
    name: 'views',
    window: ['vitest', 'run', '--project', 'e2e', 'tests/e2e/views.test.ts'],
    figures: /^ +Tests +/,
  },
  { name: 'kills', tool: ['faults', 'kill', '--rounds', '150', '--control-rounds', '30'], figures: /^Maillage, / },
  { name: 'kills of the application', tool: ['faults', 'kill-application', '--rounds', '40'] },
  {
    name: 'power cuts',
    tool: ['faults', 'power-cut', '--rounds', '100', '--control-rounds', '20'],
    figures: /^Maillage, seed/,
  },
  { name: 'calls that the disk refuses', tool: ['faults', 'io', '--stride', '3'] },
  { name: 'damaged files', tool: ['faults', 'damage', '--share', '0.5'] },
  { name: 'devices of a meeting', tool: ['faults', 'lan', '--devices', '20'] },
  { name: 'stories of five', tool: ['fuzz', 'converge', '--seeds', '250', '--cores', '5'], figures: / stories of / },
  { name: 'stories of twenty', tool: ['fuzz', 'converge', '--seeds', '4', '--cores', '20'], figures: / stories of / },
  { name: 'frames', tool: ['fuzz', 'frames', '--rounds', '200000'], figures: / frames from / },
]

await runScript(async () => {
  const wanted = process.argv.slice(2)
  const chosen = proofs.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  if (chosen.length === 0)
    throw new Stop(`there is no such proof; there are: ${proofs.map(({ name }) => name).join(', ')}`)
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureSystemLibraries({ networks: true })
  let isProven = true
  for (const { name, figures = /./, ...proof } of chosen) {
    const [command, ...args] = await commandOf(proof)
    const start = Date.now()
    const { code, output } = await capture(command, args, {
      env: toolEnvironment({ MAILLAGE_PROOF: '1', NO_COLOR: '1' }),
    })
    const seconds = Math.round((Date.now() - start) / 1000)
    const lines = output.trim().split('\n')
    const line = lines.findLast((one) => figures.test(one))?.trim() ?? 'no figures'
    say(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds} s): ${line}`)
    if (code === 0) continue
    isProven = false
    say(lines.slice(-40).join('\n'))
  }
  return isProven ? 0 : 1
})

async function commandOf({ command, window, tool: [kind, name, ...args] = [] }) {
  if (command) return command
  if (!window) return toolCommand(kind, name, args)
  await ensureWindow()
  const [first, ...rest] = window
  return onScreen(first, rest).flat()
}
