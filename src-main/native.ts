import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { app, BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { z } from 'zod'
import { type ErrorCode, toAppError } from '../src-shared/errors.ts'
import { type NativeAnswer, type NativeName, type NativeOutputs, nativeInputs } from '../src-shared/ipc/native.ts'
import { fileName } from '../src-shared/text/file-name.ts'
import type { CoreHost } from './core-host.ts'
import { openExternalLink } from './external-link.ts'
import { log } from './log.ts'
import { installMenu } from './menu.ts'
import { setShellLanguage, shellStrings } from './shell-strings.ts'
import { pageOrigin } from './window.ts'
import { tellWindow } from './window-events.ts'
import { letGo } from './window-leaving.ts'

type Handlers = {
  [Name in NativeName]: (
    input: z.output<(typeof nativeInputs)[Name]>,
    window: BrowserWindow,
  ) => Promise<NativeOutputs[Name]>
}

/** Answers the windows' native calls. The only file that listens on ipcMain; every sender and input is checked here. */
export function serveNative(core: CoreHost, dataFolder: string): void {
  const handlers: Handlers = {
    'core.connect': async (_input, window) => {
      tellWindow(window.webContents, 'core.changed', core.state)
      core.connect(window.webContents)
      return null
    },
    'core.retry': async () => {
      core.retry()
      return null
    },
    'file.save': async ({ name, bytes }, window) => {
      const filePath = await chooseNewFile(window, name)
      if (!filePath) return { saved: false }
      await writeFile(filePath, bytes)
      return { saved: true }
    },
    'backup.choose': async ({ purpose, name }, window) => {
      const choose = { create: () => chooseNewFile(window, name), restore: chooseBackup, folder: chooseFolder }
      const path = await choose[purpose](window)
      return { chosen: path ? { sealedPath: core.sealPath(path, purpose), name: basename(path) } : null }
    },
    'link.open': async ({ address }, window) => ({ opened: await openExternalLink(address, window) }),
    'window.leave': async ({ saved }, window) => {
      await letGo(window, saved)
      return null
    },
    'app.about': async () => ({ version: app.getVersion(), dataFolder }),
    'window.zoom': async ({ factor }, window) => {
      window.webContents.setZoomFactor(factor)
      return null
    },
    'app.setLanguage': async ({ language }) => {
      setShellLanguage(language)
      installMenu()
      return null
    },
  }
  for (const name of Object.keys(nativeInputs) as NativeName[]) listen(name, handlers[name])
}

function listen<Name extends NativeName>(name: Name, handler: Handlers[Name]): void {
  ipcMain.handle(name, async (event, input: unknown): Promise<NativeAnswer<Name>> => {
    const window = trustedWindow(event)
    if (!window) {
      log('native', `refused ${name} from a frame that is not ours`)
      return refusal('no-access', name)
    }
    const parsed = nativeInputs[name].safeParse(input)
    if (!parsed.success) return refusal('invalid-input', name)
    try {
      return { value: await handler(parsed.data as z.output<(typeof nativeInputs)[Name]>, window) }
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      log('native', `${name} failed: ${message}`)
      return refusal(code, message)
    }
  })
}

function refusal(code: ErrorCode, message: string): { error: { code: ErrorCode; message: string } } {
  return { error: { code, message } }
}

/** The main frame of one of our windows, showing our own pages; anything else is a stranger. */
function trustedWindow(event: IpcMainInvokeEvent): BrowserWindow | undefined {
  const window = BrowserWindow.fromWebContents(event.sender)
  const frame = event.senderFrame
  if (!window || !frame || frame !== event.sender.mainFrame) return undefined
  return frame.url.startsWith(`${pageOrigin()}/`) ? window : undefined
}

/** Where the person says; with the extension that was proposed, whatever they typed. */
async function chooseNewFile(window: BrowserWindow, name: string): Promise<string | undefined> {
  const extension = extname(name)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), proposedName(name)),
    filters: extension === '' ? [] : [{ name: extension.slice(1), extensions: [extension.slice(1)] }],
  })
  if (canceled || filePath === '') return undefined
  if (extname(filePath).toLowerCase() === extension.toLowerCase()) return filePath
  const completed = `${filePath}${extension}`
  // The dialog asked about the name that was typed, and not about that one.
  return !existsSync(completed) || (await mayReplace(window, completed)) ? completed : undefined
}

async function mayReplace(window: BrowserWindow, path: string): Promise<boolean> {
  const strings = shellStrings()
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: strings.replaceTitle,
    message: strings.replaceMessage(basename(path)),
    detail: strings.replaceDetail,
    buttons: [strings.replace, strings.cancel],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
}

async function chooseBackup(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'Maillage', extensions: ['maillage'] }],
  })
  return filePaths[0]
}

async function chooseFolder(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] })
  return filePaths[0]
}

/** A title chosen by anyone becomes the proposed name of a file. */
function proposedName(name: string): string {
  const ending = extname(name)
  return fileName(name.slice(0, name.length - ending.length), ending)
}
