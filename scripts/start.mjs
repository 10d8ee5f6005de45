import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { electronExecutable, ensureElectronRuntime, verifyElectronRuntime } from './setup/electron-runtime.mjs'
import { root, run } from './setup/run.mjs'
import { runScript, Stop, say } from './setup/say.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

/* npm start: from a fresh clone to an open window. */
await runScript(async () => {
  requireDisplay()
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: false })
  await verifyElectronRuntime()
  await ensureBuild()
  say('starting')
  return run(electronExecutable(), [...rootArguments(), root, ...process.argv.slice(2)])
})

function requireDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return
  throw new Stop(
    'no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it from a graphical session, ' +
      'or on a virtual screen with: xvfb-run -a npm start. Without a window: npm run cli -- --help',
  )
}

function rootArguments() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  say('running as root: Electron then needs --no-sandbox, which weakens it. Prefer an ordinary account.')
  return ['--no-sandbox']
}
