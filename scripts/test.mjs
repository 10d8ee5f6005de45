import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime, verifyElectronRuntime } from './setup/electron-runtime.mjs'
import { run } from './setup/run.mjs'
import { runScript, say } from './setup/say.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

/* npm test: everything that continuous integration proves, on a fresh clone. Goes to the end, then sums up. */
const steps = [
  ['check', () => run(process.execPath, ['scripts/check.mjs'])],
  // By itself it leaves one processor free, which is half of a computer with two.
  ['unit and peers', () => run('vitest', ['run', '--project', 'unit', '--maxWorkers=100%'])],
  ['faults', () => run('vitest', ['run', '--project', 'faults'])],
  ['build', () => ensureBuild().then(() => 0)],
  ['whole application', () => onScreen('vitest', ['run', '--project', 'e2e'])],
]

await runScript(async () => {
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: true, networks: true })
  await verifyElectronRuntime()
  const results = []
  for (const [name, step] of steps) {
    say(`${name}…`)
    const start = Date.now()
    const code = await step().catch((error) => {
      say(String(error.message))
      return 1
    })
    results.push({ name, passed: code === 0, seconds: Math.round((Date.now() - start) / 1000) })
  }
  say('summary')
  for (const { name, passed, seconds } of results) say(`  ${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`)
  return results.every((result) => result.passed) ? 0 : 1
})

/** Windows open on a virtual screen: nothing flashes up, and no display is needed. */
function onScreen(command, args) {
  if (process.platform !== 'linux') return run(command, args)
  return run('xvfb-run', ['-a', '-s', '-screen 0 1920x1200x24', command, ...args])
}
