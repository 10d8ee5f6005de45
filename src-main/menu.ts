import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { shellStrings } from './shell-strings.ts'

/** The system's own gestures (copy, zoom, quit); everything of Maillage is in the window. */
export function installMenu(): void {
  const strings = shellStrings()
  const development: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      { label: strings.file, submenu: [{ role: process.platform === 'darwin' ? 'close' : 'quit' }] },
      { label: strings.edit, role: 'editMenu' },
      {
        label: strings.view,
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...development,
        ],
      },
    ]),
  )
}
