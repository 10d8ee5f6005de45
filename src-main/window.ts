import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { appOrigin } from '../src-shared/ipc/native.ts'
import { openExternalLink } from './external-link.ts'
import { log } from './log.ts'
import { leave } from './window-leaving.ts'

/** Where the window's pages come from: our own scheme, or the development server of `npm run dev`. */
export function pageOrigin(): string {
  const server = process.env.ELECTRON_RENDERER_URL
  return !app.isPackaged && server ? new URL(server).origin : appOrigin
}

/** Opens a window that can show our own pages and nothing else. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 760,
    minHeight: 560,
    show: false,
    title: 'Maillage',
    icon: join(app.getAppPath(), 'resources', 'icon.png'),
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: !app.isPackaged,
      // Its dictionaries would be downloaded from a third party.
      spellcheck: false,
    },
  })
  // Without a proxy that passes datagrams on there are no calls between browsers.
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  confine(window)
  window.on('close', (event) => {
    event.preventDefault()
    void leave(window)
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, details) => log('window', `gone: ${details.reason}`))
  window.loadURL(`${pageOrigin()}/index.html`).catch((error: unknown) => log('window', `does not load: ${error}`))
  return window
}

/** A link leads out only through `openExternalLink`; the page itself never changes. */
function confine(window: BrowserWindow): void {
  const contents = window.webContents
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void openExternalLink(url, window)
    return { action: 'deny' }
  })
}
