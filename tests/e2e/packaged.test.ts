import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/electron-app.ts'
import { foundNetwork, newPage, openPage, whenSaved } from '../support/place-window.ts'

/* What people install: the packed application, without Node, npm or the sources beside it. */

const root = resolve(import.meta.dirname, '../..')
const START_DEADLINE = 45_000

const executables: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'dist/linux-unpacked/maillage',
  win32: 'dist/win-unpacked/Maillage.exe',
  darwin: `dist/mac${process.arch === 'arm64' ? '-arm64' : ''}/Maillage.app/Contents/MacOS/Maillage`,
}
const executable = join(root, executables[process.platform] ?? '')

let folder: string
interface Running {
  child: ChildProcess
  browser: Browser
  window: Page
}
let running: Running

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/package.mjs')], { cwd: root })
  folder = await temporaryFolder()
  running = await launch()
})
afterAll(async () => {
  if (running as Running | undefined) await end()
  await removeFolder(folder)
})

/** No debugger reaches the main process of a packed application: the window is driven as any page of Chromium. */
async function launch(): Promise<Running> {
  // As root Chromium refuses its own sandbox; people do not run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(executable, [...asRoot, '--remote-debugging-port=0', '--lang=fr', '--data', folder], {
    env: { ...process.env, MAILLAGE_OFFLINE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const address = await debuggerAddress(child)
  await whenWindowShows(address)
  const browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0]
  const window = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (!window) throw new Error('the packed application has no window')
  return { child, browser, window }
}

function debuggerAddress({ stderr }: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    const lines: string[] = []
    const deadline = setTimeout(
      () => failed(new Error(`no window after all this:\n${lines.join('\n')}`)),
      START_DEADLINE,
    )
    if (stderr) {
      createInterface(stderr).on('line', (line) => {
        lines.push(line)
        const address = /DevTools listening on (?<address>ws:\S+)/.exec(line)?.groups?.address
        if (!address) return
        clearTimeout(deadline)
        found(address)
      })
    }
  })
}

/** Playwright waits in vain for the first page of a browser that it meets before there is one. */
async function whenWindowShows(address: string): Promise<void> {
  const list = async () => {
    const response = await fetch(`http://${new URL(address).host}/json/list`)
    const targets = (await response.json()) as { type: string; url: string }[]
    return targets.filter(({ type }) => type === 'page').map(({ url }) => new URL(url).protocol)
  }
  await vi.waitFor(async () => expect(await list()).toEqual(['maillage-app:']), { timeout: START_DEADLINE })
}

/** Closes the window as its cross does; the application ends by itself. */
async function end(): Promise<void> {
  const ended = once(running.child, 'exit')
  await running.window.close({ runBeforeUnload: true })
  await ended
}

test('[SH4] the packed application has its fuses set', async () => {
  const wire = await getCurrentFuseWire(executable)
  expect(wire.version).toBe(FuseVersion.V1)
  const isOn = (fuse: FuseV1Options) => String.fromCharCode(wire[fuse] ?? 0) === '1'
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    onlyFromArchive: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    archiveChecked: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    cookiesEncrypted: isOn(FuseV1Options.EnableCookieEncryption),
    filesPrivileged: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    nodeInspect: false,
    onlyFromArchive: true,
    archiveChecked: true,
    cookiesEncrypted: true,
    filesPrivileged: false,
  })
})

test('[SH4] what is written in the packed application is there at its next start', async () => {
  await foundNetwork(running, 'La Remise', 'Réseau du bourg')
  await newPage(running, 'Ouvrir le lieu')
  await running.window.keyboard.type('Couper l’alarme, puis relever le rideau.')
  await whenSaved(running)
  await end()
  expect(existsSync(join(folder, 'keyring.json'))).toBe(true)
  running = await launch()
  const text = await openPage(running, 'Ouvrir le lieu')
  await text.getByText('Couper l’alarme, puis relever le rideau.').waitFor()
})
