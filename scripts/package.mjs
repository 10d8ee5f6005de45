import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { electronExecutable, ensureElectronRuntime, runtimeFolder } from './setup/electron-runtime.mjs'
import { capture, root, run } from './setup/run.mjs'
import { runScript, Stop, say } from './setup/say.mjs'

/*
 * npm run package [-- --linux dir ...]: the application as a folder that runs without Node or npm.
 * The runtime already here is packed, so that nothing else has to be downloaded.
 */
await runScript(async () => {
  await ensureDependencies()
  await ensureElectronRuntime()
  await ensureBuild()
  const version = await runtimeVersion()
  // On the same disk as the runtime, and outside what is packed.
  const copy = await mkdtemp(join(root, 'node_modules', '.package-runtime-'))
  try {
    await cp(runtimeFolder, copy, { recursive: true })
    // The loader of a runtime taken from npm would be started instead of our archive.
    await rm(join(copy, 'resources', 'app'), { recursive: true, force: true })
    const asked = process.argv.slice(2)
    const target = asked.length > 0 ? asked : process.platform === 'linux' ? ['--linux', 'dir'] : ['--dir']
    const code = await run('electron-builder', [
      ...target,
      '--publish',
      'never',
      `-c.electronDist=${copy}`,
      `-c.electronVersion=${version}`,
    ])
    if (code !== 0) throw new Stop('packaging failed: look at the lines above')
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
  say(`packed Electron ${version} into dist/: ${(await readdir(join(root, 'dist'))).join(', ')}`)
})

async function runtimeVersion() {
  const { stdout } = await capture(electronExecutable(), ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  return stdout.trim()
}
