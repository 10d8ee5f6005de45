import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { vi } from 'vitest'
import { inMain, type RunningApp } from './electron-app.ts'
import { PATIENCE } from './patience.ts'

const folder = resolve(import.meta.dirname, '../../test-results/screenshots')

/** Kept for people to look at after a run; never compared. */
export async function screenshot(window: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await window.screenshot({ path: join(folder, `${name}.png`) })
}

/** The same, as the window itself painted it: the debugger takes only a corner of a window that is zoomed. */
export async function windowPicture(app: RunningApp, name: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  // What was painted last is what it gives: a frame that holds what is there now comes first.
  await app.window.screenshot()
  const png = await inMain(
    app,
    async ({ BrowserWindow }) =>
      (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64') ?? '',
    undefined,
  )
  await writeFile(join(folder, `${name}.png`), png, 'base64')
}

/** Makes the window's content exactly this large, and what it shows so many times larger than usual. */
export async function resize(app: RunningApp, width: number, height: number, zoom = 1): Promise<void> {
  await inMain(
    app,
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows()[0]
      window?.setContentSize(size.width, size.height)
      window?.webContents.setZoomFactor(size.zoom)
    },
    { width, height, zoom },
  )
  // Not by the window's own waiting, which makes code of text: the page's policy forbids it.
  const isThere = async () => Math.abs((await app.window.evaluate(() => window.innerWidth)) - width / zoom) < 2
  await vi.waitUntil(isThere, { timeout: PATIENCE })
}
