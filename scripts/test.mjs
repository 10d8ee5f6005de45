import { availableParallelism } from 'node:os'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime, verifyElectronRuntime } from './setup/electron-runtime.mjs'
import { inMemory } from './setup/memory-disk.mjs'
import { run, toolEnvironment } from './setup/run.mjs'
import { runScript, say } from './setup/say.mjs'
import { onScreen } from './setup/screen.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'
import { failuresOf, forgetReports, testsOf } from './setup/test-report.mjs'

/*
 * npm test: everything that continuous integration proves, on a fresh clone. Goes to the end, then sums up.
 * A step that runs tests says of which project. Those in one list run at the same time, since they do not disturb each other.
 */
const steps = [
  { name: 'check', step: () => run(process.execPath, ['scripts/check.mjs']) },
  [
    {
      name: 'unit and peers',
      project: 'unit',
      // Half of the time they wait for one another, or for a deadline.
      step: () =>
        runInMemory('vitest', [
          ...testsOf('unit'),
          '--project',
          'unit-apart',
          `--maxWorkers=${1 + availableParallelism()}`,
        ]),
    },
    // Most of it waits for a line that is slow, or for somebody who is gone.
    { name: 'local networks', project: 'lan', step: () => run('vitest', testsOf('lan')) },
  ],
  { name: 'build', step: () => ensureBuild().then(() => 0) },
  // Each on a screen of its own, which has its own clipboard and its own window in front.
  [
    // These try the disk itself.
    { name: 'faults', project: 'faults', step: () => run('vitest', testsOf('faults')) },
    { name: 'whole application', project: 'e2e', step: () => runInMemory(...onScreen('vitest', testsOf('e2e'))) },
    {
      name: 'several applications',
      project: 'e2e-places',
      step: () => runInMemory(...onScreen('vitest', testsOf('e2e-places'))),
    },
  ],
]

await runScript(async () => {
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: true, networks: true })
  await verifyElectronRuntime()
  await forgetReports()
  const results = []
  for (const together of steps) results.push(...(await Promise.all([together].flat().map(take))))
  say('summary')
  for (const { name, passed, seconds, failures } of results) {
    say(`  ${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`)
    for (const failure of failures) say(`    ${failure}`)
  }
  return results.every((result) => result.passed) ? 0 : 1
})

async function take({ name, project, step }) {
  say(`${name}…`)
  const start = Date.now()
  const code = await step().catch((error) => {
    say(String(error.message))
    return 1
  })
  const seconds = Math.round((Date.now() - start) / 1000)
  return { name, passed: code === 0, seconds, failures: project ? await failuresOf(project) : [] }
}

function runInMemory(command, args) {
  return inMemory((extra) => run(command, args, { env: toolEnvironment(extra) }))
}
