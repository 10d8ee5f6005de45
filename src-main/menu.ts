import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { type ShellStrings, shellStrings } from './shell-strings.ts'

/** The system's own gestures (copy, zoom, quit); everything of Maillage is in the window. Electron's names are English. */
export function installMenu(): void {
  const strings = shellStrings()
  const isMac = process.platform === 'darwin'
  const development: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [
        { type: 'separator' },
        { role: 'reload', label: strings.reload },
        { role: 'toggleDevTools', label: strings.tools },
      ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [applicationMenu(strings)] : []),
      {
        label: strings.file,
        submenu: [isMac ? { role: 'close', label: strings.close } : { role: 'quit', label: strings.quit }],
      },
      {
        label: strings.edit,
        submenu: [
          { role: 'undo', label: strings.undo },
          { role: 'redo', label: strings.redo },
          { type: 'separator' },
          { role: 'cut', label: strings.cut },
          { role: 'copy', label: strings.copy },
          { role: 'paste', label: strings.paste },
          { role: 'selectAll', label: strings.selectAll },
        ],
      },
      {
        label: strings.view,
        submenu: [
          { role: 'resetZoom', label: strings.usualSize },
          { role: 'zoomIn', label: strings.larger },
          { role: 'zoomOut', label: strings.smaller },
          { role: 'togglefullscreen', label: strings.fullScreen },
          ...development,
        ],
      },
    ]),
  )
}

function applicationMenu(strings: ShellStrings): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: 'about', label: strings.about },
      { type: 'separator' },
      { role: 'hide', label: strings.hide },
      { role: 'hideOthers', label: strings.hideOthers },
      { role: 'unhide', label: strings.showAll },
      { type: 'separator' },
      { role: 'quit', label: strings.quit },
    ],
  }
}
