import { mkdir } from 'node:fs/promises'
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

/** Makes the window's content exactly this large. */
export async function resize(app: RunningApp, width: number, height: number): Promise<void> {
  await inMain(
    app,
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  // Not by the window's own waiting, which makes code of text: the page's policy forbids it.
  const isThere = async () => (await app.window.evaluate(() => window.innerWidth)) === width
  await vi.waitUntil(isThere, { timeout: PATIENCE })
}
