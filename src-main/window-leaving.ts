import { type BrowserWindow, dialog } from 'electron'
import { shellStrings } from './shell-strings.ts'
import { tellWindow } from './window-events.ts'

/** How long a window may take to hand over what it holds before a person is asked, in milliseconds. */
const LEAVE_DEADLINE = 3_000

interface Leaving {
  deadline: NodeJS.Timeout
  gone: Promise<boolean>
  /** The window has answered, or a person is being asked. */
  isAnswered: boolean
  end(isGone: boolean): void
}

/** Windows that are handing over what was typed a moment ago. */
const leavings = new WeakMap<BrowserWindow, Leaving>()

/** Closes a window once all that was typed is on disk. Resolves with false when it is not, and a person stays. */
export function leave(window: BrowserWindow): Promise<boolean> {
  if (window.isDestroyed()) return Promise.resolve(true)
  const underway = leavings.get(window)
  if (underway) return underway.gone
  let end: Leaving['end'] = () => undefined
  const gone = new Promise<boolean>((resolve) => {
    end = resolve
  })
  const deadline = setTimeout(() => void letGo(window, false), LEAVE_DEADLINE)
  leavings.set(window, { deadline, gone, isAnswered: false, end })
  window.once('closed', () => end(true))
  tellWindow(window.webContents, 'window.closing', {})
  return gone
}

/** The window has answered, or has not in time. */
export async function letGo(window: BrowserWindow, saved: boolean): Promise<void> {
  const leaving = leavings.get(window)
  if (!leaving || leaving.isAnswered) return
  leaving.isAnswered = true
  clearTimeout(leaving.deadline)
  // A window that is dead has nothing more to hand over, and the core has what it had given.
  const mayGo = saved || window.webContents.isCrashed() || (await isGivenUp(window))
  leavings.delete(window)
  if (!mayGo) leaving.end(false)
  else if (!window.isDestroyed()) window.destroy()
}

async function isGivenUp(window: BrowserWindow): Promise<boolean> {
  const strings = shellStrings()
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: strings.unsavedTitle,
    message: strings.unsavedMessage,
    detail: strings.unsavedDetail,
    buttons: [strings.stay, strings.closeAnyway],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
