import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'
import { Stop, say } from './say.mjs'

const sources = [
  'src-main',
  'src-renderer',
  'src-shared',
  'resources',
  'electron.vite.config.ts',
  'node-bundle.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** Builds into out/ unless what is there was made from the very same sources. */
export async function ensureBuild() {
  const stamp = join(root, 'out', '.made-from')
  const fingerprint = fingerprintOf(sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say('building')
  const code = await run('electron-vite', ['build', '--logLevel', 'warn'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (code !== 0) throw new Stop('the build failed: look at the lines above')
  writeFileSync(stamp, fingerprint)
}

function fingerprintOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const absolute = join(root, path)
    if (!existsSync(absolute)) continue
    for (const file of filesOf(absolute)) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesOf(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true, recursive: true })
  } catch {
    return [path]
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}
