import { afterAll, beforeAll, expect, test } from 'vitest'
import { corePids, inMain, launchApp, type RunningApp, removeFolder } from '../support/electron-app.ts'
import { noisePicture } from '../support/noise-picture.ts'
import { foundNetwork, newPage, openPage, pageText, typeAfter, whenSaved } from '../support/place-window.ts'

/* One place that writes: what reaches a page other than by its keys, and what was typed last of all. */

const TITLE = 'Entretenir le four à bois'
const PASTED = 120
const DROPPED = 90

let app: RunningApp

beforeAll(async () => {
  app = await launchApp()
  await foundNetwork(app, 'Le Fournil', 'Réseau du plateau')
  await newPage(app, TITLE)
  await app.window.keyboard.type('Ramoner une fois par an.')
  await whenSaved(app)
})
afterAll(async () => {
  await app?.close()
  await removeFolder(app.dataFolder)
})

/** Sides of the pictures in the page, as they are drawn. */
async function whenPicturesAre(sides: number[]): Promise<void> {
  const drawn = () =>
    pageText(app)
      .locator('img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth).sort())
  await expect.poll(drawn, { timeout: 10_000 }).toEqual(sides.toSorted())
}

/** What the clipboard or the mouse carries: one picture file. */
function carrying(name: string, side: number) {
  return app.window.evaluateHandle(
    ([fileName, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], fileName, { type: 'image/png' }))
      return data
    },
    [name, noisePicture(side).toString('base64')] as const,
  )
}

test('[WI10] a picture copied elsewhere is pasted into the page', async () => {
  await typeAfter(app, 'Ramoner', '\n')
  const data = await carrying('conduit.png', PASTED)
  await pageText(app).evaluate((text, clipboardData) => {
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, data)
  await whenPicturesAre([PASTED])
})

test('[WI10] a picture dropped on a line lands there', async () => {
  const line = pageText(app).getByText('Ramoner une fois par an.')
  const box = await line.boundingBox()
  if (!box) throw new Error('the line is not on screen')
  const dataTransfer = await carrying('four.png', DROPPED)
  const at = { clientX: box.x + 5, clientY: box.y + box.height / 2 }
  await line.dispatchEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...at })
  await whenPicturesAre([DROPPED, PASTED])
})

test('[WI9] the last words before the application is closed are there at the next start', async () => {
  const { dataFolder } = app
  await typeAfter(app, 'Ramoner', ' Derniers mots avant de fermer.')
  await app.close()
  app = await launchApp({ dataFolder })
  const text = await openPage(app, TITLE)
  await text.getByText('Ramoner une fois par an. Derniers mots avant de fermer.').waitFor()
  await whenPicturesAre([DROPPED, PASTED])
})

test('[WI12] a person is asked before words that cannot be written are lost, and may stay', async () => {
  const [core] = await corePids(app)
  if (core === undefined) throw new Error('no core is running')
  const answer = ({ dialog }: typeof import('electron'), choice: string) => {
    const asked = Reflect.get(globalThis, 'asked') ?? []
    Reflect.set(globalThis, 'asked', asked)
    dialog.showMessageBox = (async (...args: unknown[]) => {
      asked.push((args.at(-1) as { message: string }).message)
      return { response: Number(choice), checkboxChecked: false }
    }) as typeof dialog.showMessageBox
  }
  const questions = () => inMain(app, () => Reflect.get(globalThis, 'asked') as string[], '')
  const closeWindow = ({ BrowserWindow }: typeof import('electron')) => BrowserWindow.getAllWindows()[0]?.close()

  await inMain(app, answer, '0')
  // As with a disk that does not answer.
  process.kill(core, 'SIGSTOP')
  await typeAfter(app, 'Ramoner', ' Mots que rien n’écrit.')
  await inMain(app, closeWindow, '')
  await expect
    .poll(questions, { timeout: 10_000 })
    .toEqual(['Les derniers mots tapés ne sont pas encore sur le disque.'])
  process.kill(core, 'SIGCONT')

  await typeAfter(app, 'Ramoner', ' La suite.')
  await whenSaved(app)
  const { dataFolder } = app
  await app.close()
  app = await launchApp({ dataFolder })
  const text = await openPage(app, TITLE)
  await text.getByText('Mots que rien n’écrit. La suite.').waitFor()
})
