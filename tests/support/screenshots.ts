import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { inMain, type RunningApp } from './electron-app.ts'

const folder = resolve(import.meta.dirname, '../../test-results/screenshots')

/** Kept for people to look at after a run; never compared. */
export async function screenshot(window: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await window.screenshot({ path: join(folder, `${name}.png`) })
}

/** Makes the window's content exactly this large. */
export async function resize(app: RunningApp, width: number, height: number): Promise<void> {
  await inMain(
    app,
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await app.window.waitForFunction((expected) => window.innerWidth === expected, width)
}
