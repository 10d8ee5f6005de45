import { type BrowserWindow, dialog, shell } from 'electron'
import { log } from './log.ts'
import { shellStrings } from './shell-strings.ts'

const allowedSchemes = ['http:', 'https:', 'mailto:', 'tel:']

/** Windows in which a person is being asked. */
const asking = new WeakSet<BrowserWindow>()

/**
 * Opens an address in the person's own browser, mail or telephone program, after showing where it really leads:
 * the text of a link may lie, its host may not (shown in ASCII, so look-alike letters are seen). One question at a time:
 * whoever has taken over the page cannot bury a person under them.
 */
export async function openExternalLink(address: string, window: BrowserWindow): Promise<boolean> {
  const url = parseAllowed(address)
  if (!url) {
    log('shell', 'refused to open a link of a scheme that is not allowed')
    return false
  }
  if (asking.has(window) || !(await isWanted(url, window))) return false
  await shell.openExternal(url.href)
  return true
}

async function isWanted(url: URL, window: BrowserWindow): Promise<boolean> {
  const strings = shellStrings()
  asking.add(window)
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      title: strings.openLinkTitle,
      message: questionFor(url),
      detail: url.href.slice(0, 500),
      buttons: [strings.open, strings.cancel],
      defaultId: 1,
      cancelId: 1,
    })
    return response === 0
  } finally {
    asking.delete(window)
  }
}

function questionFor({ protocol, pathname, host }: URL): string {
  const strings = shellStrings()
  if (protocol === 'mailto:') return strings.openLinkMail(pathname)
  return protocol === 'tel:' ? strings.openLinkPhone(pathname) : strings.openLinkMessage(host)
}

function parseAllowed(address: string): URL | undefined {
  try {
    const url = new URL(address)
    return allowedSchemes.includes(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}
