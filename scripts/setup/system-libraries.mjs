import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { electronExecutable } from './electron-runtime.mjs'
import { capture, run } from './run.mjs'
import { Stop, say } from './say.mjs'

/** Debian's package for each library that Electron links to; newer Debians add `t64` to some names. */
const packageOfLibrary = [
  [/^libgtk-3/, 'libgtk-3-0'],
  [/^lib(nss3|nssutil3|smime3|ssl3)\./, 'libnss3'],
  [/^lib(nspr4|plc4|plds4)\./, 'libnspr4'],
  [/^libasound/, 'libasound2'],
  [/^libgbm/, 'libgbm1'],
  [/^libXss/, 'libxss1'],
  [/^libatk-bridge/, 'libatk-bridge2.0-0'],
  [/^libatspi/, 'libatspi2.0-0'],
  [/^libatk-1/, 'libatk1.0-0'],
  [/^libdrm/, 'libdrm2'],
  [/^libxkbcommon/, 'libxkbcommon0'],
  [/^libcups/, 'libcups2'],
  [/^libdbus/, 'libdbus-1-3'],
  [/^libexpat/, 'libexpat1'],
  [/^libX11-xcb/, 'libx11-xcb1'],
  [/^libX11/, 'libx11-6'],
  [/^libxcb/, 'libxcb1'],
  [/^libXcomposite/, 'libxcomposite1'],
  [/^libXdamage/, 'libxdamage1'],
  [/^libXext/, 'libxext6'],
  [/^libXfixes/, 'libxfixes3'],
  [/^libXrandr/, 'libxrandr2'],
  [/^libpango/, 'libpango-1.0-0'],
  [/^libcairo/, 'libcairo2'],
  [/^lib(glib|gobject|gio|gmodule)-2/, 'libglib2.0-0'],
  [/^libgdk_pixbuf/, 'libgdk-pixbuf-2.0-0'],
  [/^libudev/, 'libudev1'],
]

/**
 * Makes sure that Electron finds its libraries and, for tests, that a virtual screen can be opened and networks can be
 * made. Linux only.
 */
export async function ensureSystemLibraries({ virtualScreen = false, networks = false }) {
  if (process.platform !== 'linux') return
  const packages = [
    ...(await packagesOfMissingLibraries()),
    ...(virtualScreen ? packagesOfVirtualScreen() : []),
    ...(networks ? packagesOfNetworks() : []),
  ]
  if (packages.length === 0) return
  const wanted = await debianNames([...new Set(packages)])
  const command = `apt-get update && apt-get install -y --no-install-recommends ${wanted.join(' ')}`
  if (!isCommand('apt-get')) throw new Stop(`missing on this system (Debian names): ${wanted.join(' ')}`)
  if (process.getuid?.() !== 0) throw new Stop(`system packages are missing; run once:\n  sudo sh -c '${command}'`)
  say(`installing system packages: ${wanted.join(' ')}`)
  const code = await run('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (code !== 0) throw new Stop(`system packages could not be installed; try: ${command}`)
}

async function packagesOfMissingLibraries() {
  const { output } = await capture('ldd', [electronExecutable()])
  const missing = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1])
  return missing.map((library) => {
    const known = packageOfLibrary.find(([pattern]) => pattern.test(library))
    if (!known) throw new Stop(`Electron needs ${library}, which this system does not have`)
    return known[1]
  })
}

function packagesOfVirtualScreen() {
  return [...(isCommand('Xvfb') ? [] : ['xvfb']), ...(isCommand('xauth') ? [] : ['xauth'])]
}

/** Only an administrator makes networks: nobody else is asked to install anything for it. */
function packagesOfNetworks() {
  if (process.getuid?.() !== 0) return []
  return [...(isCommand('ip') ? [] : ['iproute2']), ...(isCommand('nft') ? [] : ['nftables'])]
}

/** `libgtk-3-0` on Debian 12 is `libgtk-3-0t64` on Debian 13; the first that apt knows is taken. */
async function debianNames(packages) {
  const { code, stdout } = await capture('apt-cache', ['pkgnames'])
  if (code !== 0) return packages
  const known = new Set(stdout.split('\n'))
  return packages.map((name) => (!known.has(name) && known.has(`${name}t64`) ? `${name}t64` : name))
}

function isCommand(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)))
}
