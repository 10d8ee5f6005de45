import { type BrowserWindow, dialog, shell } from 'electron'
import { log } from './log.ts'
import { shellStrings } from './shell-strings.ts'

const allowedSchemes = ['http:', 'https:', 'mailto:']

/**
 * Opens an address in the person's own browser or mail program, after showing where it really leads:
 * the text of a link may lie, its host may not (shown in ASCII, so look-alike letters are seen).
 */
export async function openExternalLink(address: string, window: BrowserWindow): Promise<boolean> {
  const url = parseAllowed(address)
  if (!url) {
    log('shell', 'refused to open a link of a scheme that is not allowed')
    return false
  }
  const strings = shellStrings()
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: strings.openLinkTitle,
    message: url.protocol === 'mailto:' ? strings.openLinkMail(url.pathname) : strings.openLinkMessage(url.host),
    detail: url.href.slice(0, 500),
    buttons: [strings.open, strings.cancel],
    defaultId: 1,
    cancelId: 1,
  })
  if (response !== 0) return false
  await shell.openExternal(url.href)
  return true
}

function parseAllowed(address: string): URL | undefined {
  try {
    const url = new URL(address)
    return allowedSchemes.includes(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}
