import { ensureBuild } from './setup/build.mjs'
import { showDemo } from './setup/demo.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { electronExecutable, ensureElectronRuntime, verifyElectronRuntime } from './setup/electron-runtime.mjs'
import { root, run } from './setup/run.mjs'
import { runScript, say } from './setup/say.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

/* npm start: from a fresh clone to an open window, or, where no window can be opened, to two places that meet. */
await runScript(async () => {
  await ensureDependencies()
  if (!hasDisplay()) {
    const ignored = process.argv.slice(2).join(' ')
    if (ignored)
      say(`without a display nothing is done with ${ignored}: on the command line, npm run cli -- ${ignored} --help`)
    return showDemo()
  }
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: false })
  await verifyElectronRuntime()
  await ensureBuild()
  say('starting')
  return run(electronExecutable(), [...rootArguments(), root, ...process.argv.slice(2)])
})

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

function rootArguments() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  say('running as root: Electron then needs --no-sandbox, which weakens it. Prefer an ordinary account.')
  return ['--no-sandbox']
}
