import { ensureBuild } from './build.mjs'
import { ensureElectronRuntime } from './electron-runtime.mjs'
import { onScreen } from './screen.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

/** Tools that measure the real window. */
const NEEDS_WINDOW = new Set(['typing', 'kill-application'])

/** The command and arguments that run tests/KIND/NAME.ts, once what it needs is there. */
export async function toolCommand(kind, name, args) {
  const tool = ['tsx', `tests/${kind}/${name}.ts`, ...args]
  if (!NEEDS_WINDOW.has(name)) return tool
  await ensureWindow()
  const [command, ...rest] = tool
  return onScreen(command, rest).flat()
}

/** What opening a window from the sources needs. */
export async function ensureWindow() {
  await ensureElectronRuntime()
  await ensureSystemLibraries({ virtualScreen: true })
  await ensureBuild()
}
