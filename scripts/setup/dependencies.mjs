import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'
import { Stop, say } from './say.mjs'

/** Installs the packages of package-lock.json unless node_modules already holds them. */
export async function ensureDependencies() {
  requireNode(20, 19)
  if (installedMatchesLock()) return
  say('installing packages (npm ci), a few minutes the first time')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // stdout is sent to stderr: `npm run cli` promises a clean stdout.
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (code !== 0) throw new Stop('npm ci failed: look at the lines above, check the network, then try again')
}

function requireNode(major, minor) {
  const [ourMajor = 0, ourMinor = 0] = process.versions.node.split('.').map(Number)
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return
  throw new Stop(`Node ${major}.${minor} or newer is needed, this is ${process.versions.node}`)
}

/**
 * npm writes node_modules/.package-lock.json last: an interrupted install has none.
 * Optional packages of other systems are rightly absent from it.
 */
function installedMatchesLock() {
  const installedPath = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedPath)) return false
  const wanted = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(installedPath)
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    const there = installed[path]
    return there ? there.version === entry.version : Boolean(entry.optional || entry.devOptional || entry.peer)
  })
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}
