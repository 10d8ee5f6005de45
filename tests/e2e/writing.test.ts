import { afterAll, beforeAll, expect, test } from 'vitest'
import { fr } from '../../src-renderer/strings/fr.ts'
import { corePids, inMain, launchApp, type RunningApp, removeFolder } from '../support/electron-app.ts'
import { noisePicture } from '../support/noise-picture.ts'
import {
  foundNetwork,
  goTo,
  newPage,
  openPage,
  pageText,
  readPage,
  typeAfter,
  whenSaved,
} from '../support/place-window.ts'

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
  await expect.poll(drawn).toEqual(sides.toSorted())
}

function bottomOf(box: { y: number; height: number } | null): number {
  if (!box) throw new Error('it is not on screen')
  return box.y + box.height
}

/** What the clipboard or the mouse carries: picture files. */
function carrying(name: string, ...pictures: Buffer[]) {
  return app.window.evaluateHandle(
    ([fileName, encoded]) => {
      const data = new DataTransfer()
      for (const base64 of encoded) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        data.items.add(new File([bytes], fileName, { type: 'image/png' }))
      }
      return data
    },
    [name, pictures.map((picture) => picture.toString('base64'))] as const,
  )
}

async function paste(clipboard: Awaited<ReturnType<typeof carrying>>): Promise<void> {
  await pageText(app).evaluate((text, clipboardData) => {
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, clipboard)
}

test('[WI10] a picture copied elsewhere is pasted into the page', async () => {
  await typeAfter(app, 'Ramoner', '\n')
  await paste(await carrying('conduit.png', noisePicture(PASTED)))
  await whenPicturesAre([PASTED])
})

test('[WI10] what is typed and pasted after a picture stands behind it', async () => {
  await newPage(app, 'Deux photos')
  await paste(await carrying('sole.png', noisePicture(PASTED), noisePicture(DROPPED)))
  await whenPicturesAre([PASTED, DROPPED])
  await app.window.keyboard.type('Légende.')
  const blocks = pageText(app).locator(':scope > *')
  expect(await blocks.evaluateAll((all) => all.map((block) => block.tagName))).toEqual(['FIGURE', 'FIGURE', 'P'])
  await whenPicturesAre([PASTED, DROPPED])
})

test('[WI10] a file that is no picture is refused in a sentence that says so', async () => {
  await paste(await carrying('sole.png', Buffer.from('Ceci est un texte.')))
  await app.window.getByText(fr.editor.imageRefused).waitFor()
  await whenPicturesAre([PASTED, DROPPED])
})

test('[WI13] the line being written, and the menu at it, are never under the bars of the window', async () => {
  await newPage(app, 'Une longue page')
  for (let line = 1; line <= 40; line++) await app.window.keyboard.type(`Ligne ${line}\n`)
  await app.window.keyboard.type('/')
  const options = app.window.getByRole('listbox', { name: 'Insérer' }).getByRole('option')
  await options.first().waitFor()
  const bar = await app.window.getByRole('contentinfo').boundingBox()
  const line = await pageText(app).locator('p').last().boundingBox()
  expect(bottomOf(line)).toBeLessThan(bar?.y ?? 0)
  expect(bottomOf(await options.last().boundingBox())).toBeLessThan(line?.y ?? 0)
  await app.window.keyboard.press('Escape')
  await app.window.keyboard.press('Control+Home')
  const tools = await app.window.getByRole('toolbar', { name: 'Mise en forme' }).boundingBox()
  const first = await pageText(app).locator('p').first().boundingBox()
  expect(first?.y).toBeGreaterThan(bottomOf(tools))
})

test('[WI13] the tools stay in sight at the end of a long page', async () => {
  await app.window.keyboard.press('Control+End')
  const header = await app.window.getByRole('banner').boundingBox()
  const tools = await app.window.getByRole('toolbar', { name: 'Mise en forme' }).boundingBox()
  expect(tools?.y).toBeGreaterThanOrEqual(bottomOf(header) - 1)
})

test('[WI10] a picture dropped on a line lands there', async () => {
  await openPage(app, TITLE)
  const line = pageText(app).getByText('Ramoner une fois par an.')
  const box = await line.boundingBox()
  if (!box) throw new Error('the line is not on screen')
  const dataTransfer = await carrying('four.png', noisePicture(DROPPED))
  const at = { clientX: box.x + 5, clientY: box.y + box.height / 2 }
  await line.dispatchEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...at })
  await whenPicturesAre([DROPPED, PASTED])
})

test('[ED14] a picture dragged within the page moves, though the mouse carries it as a file', async () => {
  const line = pageText(app).getByText('Ramoner', { exact: false }).first()
  const words = await pageText(app).locator('p').allTextContents()
  const box = await line.boundingBox()
  if (!box) throw new Error('the line is not on screen')
  const dataTransfer = await carrying('conduit.png', noisePicture(PASTED))
  const at = { clientX: box.x + 5, clientY: box.y + 2 }
  const mouse = { dataTransfer, bubbles: true, cancelable: true }
  const dragged = pageText(app).locator('figure').last()
  await dragged.dispatchEvent('dragstart', mouse)
  await line.dispatchEvent('drop', { ...mouse, ...at })
  const blocks = () =>
    pageText(app)
      .locator(':scope > *')
      .evaluateAll((all) => all.map(({ tagName }) => tagName))
  await expect.poll(async () => (await blocks()).slice(0, 3)).toEqual(['FIGURE', 'FIGURE', 'P'])
  await whenPicturesAre([DROPPED, PASTED])
  expect(await pageText(app).locator('p').allTextContents()).toEqual(words)
})

test('[WI44] a link to a page of the network shows that page', async () => {
  await openPage(app, TITLE)
  const page = app.window.url().split('/').at(-1)
  await newPage(app, 'Mode d’emploi')
  await app.window.keyboard.type('À lire. ')
  await whenSaved(app)
  const clipboard = await app.window.evaluateHandle((id) => {
    const data = new DataTransfer()
    data.setData('text/html', `<p>Voir <a href="page:${id}">le four</a></p>`)
    return data
  }, page)
  await paste(clipboard)
  await pageText(app).getByRole('link', { name: 'le four' }).waitFor()
  await whenSaved(app)
  await readPage(app, 'Mode d’emploi')
  await app.window.getByRole('link', { name: 'le four' }).click()
  await app.window.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  expect(app.window.url().split('/').at(-1)).toBe(page)
})

test('[WI9] the last words before the application is closed are there at the next start', async () => {
  const { dataFolder } = app
  await openPage(app, TITLE)
  await typeAfter(app, 'Ramoner', ' Derniers mots avant de fermer.')
  await app.close()
  app = await launchApp({ dataFolder })
  const text = await openPage(app, TITLE)
  await text.getByText('Ramoner une fois par an. Derniers mots avant de fermer.').waitFor()
  await whenPicturesAre([DROPPED, PASTED])
})

test('[WI22] a page begun and without a word is nowhere after the application was closed upon it', async () => {
  const { dataFolder } = app
  await goTo(app, fr.pages.title)
  await app.window.getByRole('button', { name: fr.pages.new }).click()
  await app.window.getByRole('textbox', { name: fr.pages.titlePlaceholder }).waitFor()
  await app.close()
  app = await launchApp({ dataFolder })
  await goTo(app, fr.pages.title)
  await app.window.getByRole('link', { name: TITLE }).waitFor()
  expect(await app.window.getByText(fr.pages.untitled, { exact: true }).count()).toBe(0)
  await openPage(app, TITLE)
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
  await expect.poll(questions).toEqual(['Les derniers mots tapés ne sont pas encore sur le disque.'])
  process.kill(core, 'SIGCONT')

  await typeAfter(app, 'Ramoner', ' La suite.')
  await whenSaved(app)
  const { dataFolder } = app
  await app.close()
  app = await launchApp({ dataFolder })
  const text = await openPage(app, TITLE)
  await text.getByText('Mots que rien n’écrit. La suite.').waitFor()
})
