import { afterAll, beforeAll, expect, test } from 'vitest'
import { inMain, launchApp, type RunningApp } from '../support/electron-app.ts'

let app: RunningApp

beforeAll(async () => {
  app = await launchApp()
})
afterAll(async () => app?.close())

test('the window greets in French', async () => {
  await app.window.getByRole('heading', { name: /Bienvenue/ }).waitFor()
})

test('[SH1] the page has neither Node nor Electron, only the bridge', async () => {
  const seen = await app.window.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    bridge: Object.keys(Reflect.get(globalThis, 'maillage') as object).sort(),
  }))
  expect(seen).toEqual({ require: 'undefined', process: 'undefined', bridge: ['ask', 'on'] })
})

test('[SH1] the window is sandboxed and isolated', async () => {
  const read = ({ BrowserWindow }: typeof import('electron')) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences()
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag: Boolean(webviewTag) }
  }
  expect(await inMain(app, read, undefined)).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('[SH1] nothing leaves the application folder, and nothing enters from the network', async () => {
  const outcomes = await app.window.evaluate(async () => {
    const attempt = async (address: string) => {
      try {
        return (await fetch(address)).status
      } catch {
        return 'refused'
      }
    }
    return {
      ownPage: await attempt('/index.html'),
      above: await attempt('/..%2f..%2fpackage.json'),
      encoded: await attempt('/%2e%2e/%2e%2e/package.json'),
      otherHost: await attempt('maillage-app://other/index.html'),
      file: await attempt('file:///etc/hostname'),
      network: await attempt('https://example.org/'),
    }
  })
  expect(outcomes).toEqual({
    ownPage: 200,
    above: 404,
    encoded: 404,
    otherHost: 'refused',
    file: 'refused',
    network: 'refused',
  })
})

test('[SH1] a text is copied, and nothing that was copied elsewhere is read', async () => {
  // A page may copy once it has the focus, which the debugger takes from it as it starts; a person clicks anyway.
  await app.window.getByRole('heading', { name: /Bienvenue/ }).click()
  await app.window.waitForFunction(() => document.hasFocus())
  const [copied, read] = await app.window.evaluate(async () => {
    const told = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'done',
        () => 'refused',
      )
    return [
      await told(navigator.clipboard.writeText('maillage://join/copié')),
      await told(navigator.clipboard.readText()),
    ]
  })
  const there = await inMain(app, ({ clipboard }) => clipboard.readText(), undefined)
  expect([copied, there, read]).toEqual(['done', 'maillage://join/copié', 'refused'])
})

test('[SH1] the page cannot open another window, go elsewhere or ask for a permission', async () => {
  const opened = await app.window.evaluate(() => window.open('javascript:alert(1)') === null)
  const permission = await app.window.evaluate(() => Notification.requestPermission())
  await app.window.evaluate(() => {
    window.location.href = 'https://example.org/'
  })
  expect({ opened, permission, address: app.window.url().split('#')[0] }).toEqual({
    opened: true,
    permission: 'denied',
    address: 'maillage-app://app/index.html',
  })
})
