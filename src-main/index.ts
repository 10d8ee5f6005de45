import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import { toAppError } from '../src-shared/errors.ts'
import { appOrigin } from '../src-shared/ipc/native.ts'
import { closeNames, closeNetwork, declareAppScheme, serveApp } from './app-protocol.ts'
import { CoreHost } from './core-host.ts'
import { chooseDataFolder, makeFoldersSync } from './data-folder.ts'
import { deepLinkIn, registerDeepLinks } from './deep-link.ts'
import { log } from './log.ts'
import { installMenu } from './menu.ts'
import { serveNative } from './native.ts'
import { type Language, setShellLanguage, shellStrings } from './shell-strings.ts'
import { openWindow, pageOrigin } from './window.ts'
import { tellWindow } from './window-events.ts'
import { leave } from './window-leaving.ts'

/*
 * The shell: opens the window, runs the core beside it, introduces one to the other and steps out.
 */
const dataFolder = prepareFolder()
if (dataFolder === undefined) app.exit(1)
else if (app.requestSingleInstanceLock()) run(dataFolder)
else app.quit()

/** Undefined once a person was told why there is none. */
function prepareFolder(): string | undefined {
  try {
    const folder = chooseDataFolder(process.argv, process.env, app.getPath('appData'))
    const profileFolder = join(folder, 'window')
    makeFoldersSync(profileFolder)
    // The single-instance lock lives in userData: one instance per data folder.
    app.setPath('userData', profileFolder)
    app.setPath('sessionData', profileFolder)
    return folder
  } catch (thrown) {
    setShellLanguage(systemLanguage(Intl.DateTimeFormat().resolvedOptions().locale))
    const { code, message } = toAppError(thrown)
    const strings = shellStrings()
    const sentence = code === 'invalid-input' ? strings.dataNotNamed : strings.dataRefused
    dialog.showErrorBox(strings.startFailedTitle, `${sentence}\n\n${message}`)
    return undefined
  }
}

function run(dataFolder: string): void {
  declareAppScheme()
  const isServed = pageOrigin() === appOrigin
  if (isServed) closeNames()
  const core = new CoreHost({
    entry: join(import.meta.dirname, 'core.js'),
    dataFolder,
    onChange: (state) => {
      for (const window of BrowserWindow.getAllWindows()) tellWindow(window.webContents, 'core.changed', state)
    },
  })
  let waitingLink = deepLinkIn(process.argv)
  let stopped = false

  const showLink = (text: string | undefined) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (!window) {
      waitingLink = text
      return
    }
    if (window.isMinimized()) window.restore()
    window.focus()
    if (text) tellWindow(window.webContents, 'link.received', { text })
  }

  const open = () => {
    const window = openWindow()
    window.webContents.once('did-finish-load', () => {
      if (waitingLink) tellWindow(window.webContents, 'link.received', { text: waitingLink })
      waitingLink = undefined
    })
  }

  app.on('second-instance', (_event, argv) => showLink(deepLinkIn(argv)))
  app.on('open-url', (event, address) => {
    event.preventDefault()
    showLink(deepLinkIn([address]))
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void Promise.all(BrowserWindow.getAllWindows().map(leave)).then(async (gone) => {
      if (gone.includes(false)) return
      await core.stop()
      stopped = true
      app.quit()
    })
  })

  const start = async () => {
    setShellLanguage(systemLanguage(app.getLocale()))
    registerDeepLinks()
    serveApp(join(import.meta.dirname, '..', 'renderer'))
    await closeNetwork(isServed ? undefined : pageOrigin())
    serveNative(core, dataFolder)
    installMenu()
    core.start()
    open()
    log('shell', `started, data in ${dataFolder}`)
  }
  app.whenReady().then(start).catch(tellStartFailed)
}

/** A window that is not closed off from the network is opened to nobody. */
function tellStartFailed(thrown: unknown): void {
  const { message } = toAppError(thrown)
  log('shell', `did not start: ${message}`)
  dialog.showErrorBox(shellStrings().startFailedTitle, message)
  app.exit(1)
}

function systemLanguage(locale: string): Language {
  return locale.startsWith('en') ? 'en' : 'fr'
}
