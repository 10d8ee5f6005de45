import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/run.mjs'

/*
 * npm leaves out of package-lock.json the optional packages of other systems that the registry in use does not hold,
 * and then `npm ci` refuses the file everywhere. This adds what is missing, by the exact version their parent names.
 * Run after `npm install` (npm run lock); with --check it only looks.
 */
const path = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const missing = []

for (const [parentPath, parent] of Object.entries(lock.packages)) {
  for (const [name, wanted] of Object.entries(parent.optionalDependencies ?? {})) {
    if (isHeld(parentPath, name)) continue
    const version = /^\d+\.\d+\.\d+[\w.+-]*$/.exec(wanted)?.[0]
    if (!version) continue
    missing.push(name)
    lock.packages[`node_modules/${name}`] = { version, ...systemOf(name), dev: parent.dev, optional: true }
  }
}

if (process.argv.includes('--check')) {
  for (const name of missing) process.stderr.write(`${name} is not in package-lock.json: npm run lock\n`)
  process.exitCode = missing.length > 0 ? 1 : 0
} else if (missing.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  process.stderr.write(`added to package-lock.json: ${missing.join(', ')}\n`)
}

function isHeld(parentPath, name) {
  for (let folder = parentPath; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true
    if (!folder.includes('/node_modules/')) return Boolean(lock.packages[`node_modules/${name}`])
  }
}

/** A platform package says where it belongs in its own name: `binding-linux-arm64-musl`. */
function systemOf(name) {
  const words = name.split('/').at(-1).split('-')
  const one = (known) => known.filter((value) => words.includes(value))
  const os = one(['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'])
  const cpu = one(['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'])
  const libc = words.includes('musl') ? ['musl'] : os[0] === 'linux' ? ['glibc'] : []
  return { ...(os.length && { os }), ...(cpu.length && { cpu }), ...(libc.length && { libc }) }
}
