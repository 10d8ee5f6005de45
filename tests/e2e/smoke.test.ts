import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
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

/** Somebody on this computer who notes whatever reaches it, by either protocol. */
async function listener() {
  const reached = new Set<string>()
  const datagrams = createSocket('udp4', () => reached.add('datagram'))
  const streams = createServer((socket) => {
    reached.add('stream')
    socket.destroy()
  })
  datagrams.bind(0, '127.0.0.1')
  await once(datagrams, 'listening')
  const { port } = datagrams.address()
  streams.listen(port, '127.0.0.1')
  await once(streams, 'listening')
  const close = () => {
    datagrams.close()
    streams.close()
  }
  return { port, reached, close }
}

test('[SH6] whoever has taken over the page reaches nobody: by no call between browsers, and by nothing announced', async () => {
  const { port, reached, close } = await listener()
  const candidates = await app.window.evaluate(async (at) => {
    for (const rel of ['preconnect', 'dns-prefetch', 'prefetch']) {
      const link = document.createElement('link')
      Object.assign(link, { rel, href: `http://127.0.0.1:${at}/${rel}` })
      document.head.append(link)
    }
    const server = `127.0.0.1:${at}`
    const turn = { username: 'a', credential: 'b' }
    const connection = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:${server}` },
        { urls: `turn:${server}?transport=udp`, ...turn },
        { urls: `turn:${server}?transport=tcp`, ...turn },
      ],
    })
    const found: string[] = []
    connection.onicecandidate = ({ candidate }) => void (candidate?.candidate && found.push(candidate.candidate))
    connection.createDataChannel('out')
    await connection.setLocalDescription(await connection.createOffer())
    const isOver = () => connection.iceGatheringState === 'complete'
    while (!isOver()) await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve))
    connection.close()
    await fetch(`http://${server}/`).catch(() => undefined)
    return found
  }, port)
  close()
  expect({ candidates, reached: [...reached] }).toEqual({ candidates: [], reached: [] })
})

test('[SH7] no text becomes part of the page as HTML, nor a script', async () => {
  const outcomes = await app.window.evaluate(() => {
    const attempt = (act: () => void) => {
      try {
        act()
        return 'done'
      } catch {
        return 'refused'
      }
    }
    const block = document.createElement('div')
    return [
      attempt(() => {
        block.innerHTML = '<img src="x">'
      }),
      attempt(() => {
        document.createElement('script').text = 'alert(1)'
      }),
      attempt(() => void document.createRange().createContextualFragment('<b>x</b>')),
    ]
  })
  expect(outcomes).toEqual(['refused', 'refused', 'refused'])
})

/** Questions of the shell that a person was asked, and answers with yes once `answer` is called in it. */
const stubQuestions = ({ dialog, shell }: typeof import('electron')) => {
  const seen = { questions: [] as string[], opened: [] as string[] }
  Object.assign(globalThis, { seen })
  const answers: (() => void)[] = []
  const answerAll = () => {
    for (const answer of answers.splice(0)) answer()
  }
  Object.assign(globalThis, { answerAll })
  dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
    seen.questions.push(message)
    return new Promise((resolve) => answers.push(() => resolve({ response: 0, checkboxChecked: false })))
  }) as unknown as typeof dialog.showMessageBox
  shell.openExternal = async (address: string) => void seen.opened.push(address)
}

test('[SH8] a person is asked one question at a time, and what they accept goes to the system', async () => {
  await inMain(app, stubQuestions, undefined)
  const opened = await app.window.evaluate(async () => {
    type Ask = (name: string, input: unknown) => Promise<{ value: { opened: boolean } }>
    const { ask } = Reflect.get(globalThis, 'maillage') as { ask: Ask }
    const addresses = ['tel:+33475000000', 'https://un.exemple/', 'https://deux.exemple/']
    const all = addresses.map((address) => ask('link.open', { address }))
    await all[1]
    for (let count = 0; count < 20; count++) window.open('https://trois.exemple/')
    return (await Promise.all(all.slice(1))).map(({ value }) => value.opened)
  })
  const seen = await inMain(
    app,
    () => {
      ;(Reflect.get(globalThis, 'answerAll') as () => void)()
      return Reflect.get(globalThis, 'seen') as { questions: string[]; opened: string[] }
    },
    undefined,
  )
  expect({ opened, questions: seen.questions }).toEqual({
    opened: [false, false],
    questions: ['Appeler le +33475000000\u00a0?'],
  })
  await expect
    .poll(() => inMain(app, () => Reflect.get(globalThis, 'seen') as { opened: string[] }, undefined))
    .toMatchObject({ opened: ['tel:+33475000000'] })
})

test('[SH9] only texts of the kinds that we export are kept as files, up to a size', async () => {
  const asked = await app.window.evaluate(async () => {
    type Ask = (name: string, input: unknown) => Promise<{ error?: { code: string } }>
    const { ask } = Reflect.get(globalThis, 'maillage') as { ask: Ask }
    const few = new Uint8Array(3)
    const refused = [
      { name: 'démarrage.exe', bytes: few },
      { name: 'sans extension', bytes: few },
      { name: 'page.md.bat', bytes: few },
      { name: 'page.md', bytes: new Uint8Array(60 * 1024 * 1024) },
    ]
    return Promise.all(refused.map(async (input) => (await ask('file.save', input)).error?.code))
  })
  expect(asked).toEqual(asked.map(() => 'invalid-input'))
})

test('[SH9] a file whose name was completed is replaced only after a question', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-kept-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'Règlement.md')
  await writeFile(file, 'le mien')
  const saveAfter = async (response: number) => {
    await inMain(app, stubSaving, { typed: join(folder, 'Règlement'), response })
    const saved = await app.window.evaluate(() => {
      type Ask = (name: string, input: unknown) => Promise<{ value: { saved: boolean } }>
      const { ask } = Reflect.get(globalThis, 'maillage') as { ask: Ask }
      return ask('file.save', { name: 'page.md', bytes: new TextEncoder().encode('le nouveau') })
    })
    const asked = await inMain(app, () => Reflect.get(globalThis, 'replaceAsked') as string, undefined)
    return { asked, ...saved.value, content: await readFile(file, 'utf8') }
  }
  const asked = 'Remplacer «\u00a0Règlement.md\u00a0»\u00a0?'
  expect(await saveAfter(1)).toEqual({ asked, saved: false, content: 'le mien' })
  expect(await saveAfter(0)).toEqual({ asked, saved: true, content: 'le nouveau' })
})

function stubSaving({ dialog }: typeof import('electron'), answer: { typed: string; response: number }): void {
  dialog.showSaveDialog = async () => ({ canceled: false, filePath: answer.typed })
  dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
    Reflect.set(globalThis, 'replaceAsked', message)
    return { response: answer.response, checkboxChecked: false }
  }) as unknown as typeof dialog.showMessageBox
}
