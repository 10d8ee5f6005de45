import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { inMain, type RunningApp } from './electron-app.ts'

/* What a person does and sees in a French window. Each step ends when the window shows that it is done. */

/** A window, however its application was started. */
type PlaceWindow = Pick<RunningApp, 'window'>

export async function foundNetwork({ window }: PlaceWindow, place: string, network: string): Promise<void> {
  await window.getByRole('button', { name: /Créer mon lieu/ }).click()
  await window.getByLabel('Nom de votre lieu').fill(place)
  await window.getByLabel('Commune').fill('Die')
  await window.getByLabel('Nom du réseau').fill(network)
  await window.getByRole('button', { name: 'Créer mon lieu' }).click()
  await window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
}

export async function invitationLink({ window }: PlaceWindow): Promise<string> {
  await window.getByRole('link', { name: 'Inviter un lieu' }).click()
  await window.getByRole('button', { name: 'Créer une invitation' }).click()
  return window.getByLabel('Lien d’invitation').inputValue()
}

export async function joinNetwork(app: PlaceWindow, link: string, place: string): Promise<void> {
  await fillJoinForm(app, link, place)
  await app.window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
}

/** Asks to join, without waiting for an answer. */
export async function fillJoinForm(app: PlaceWindow, link: string, place: string): Promise<void> {
  const { window } = app
  await readLink(app, link)
  await window.getByLabel('Nom de votre lieu').fill(place)
  await window.getByRole('button', { name: 'Oui, rejoindre ce réseau' }).click()
}

/** Shows what an invitation is about, and agrees to nothing. */
export async function readLink({ window }: PlaceWindow, link: string): Promise<void> {
  await window.getByRole('button', { name: /Rejoindre un réseau/ }).click()
  await window.getByLabel('Lien d’invitation').fill(link)
  await window.getByRole('button', { name: 'Lire l’invitation' }).click()
}

/** Follows the navigation, as the mouse would. */
export async function goTo({ window }: PlaceWindow, view: string): Promise<void> {
  await window.getByRole('navigation').getByRole('link', { name: view, exact: true }).click()
  await window.getByRole('heading', { level: 1, name: view }).waitFor()
}

/** Opens a page from the list, when it is there, to be read. */
export async function readPage(app: PlaceWindow, title: string): Promise<Locator> {
  await goTo(app, 'Pages')
  const row = app.window.getByRole('region', { name: 'Pages' }).getByRole('link', { name: title })
  await row.click()
  await pageText(app).waitFor()
  return pageText(app)
}

/** The same, to be written. */
export async function openPage(app: PlaceWindow, title: string): Promise<Locator> {
  await readPage(app, title)
  await app.window.getByRole('button', { name: 'Modifier' }).click()
  return app.window.getByRole('textbox', { name: 'Texte de la page' })
}

export async function newPage(app: PlaceWindow, title: string): Promise<Locator> {
  await goTo(app, 'Pages')
  await app.window.getByRole('button', { name: 'Nouvelle page' }).first().click()
  await app.window.getByRole('textbox', { name: 'Titre de la page' }).fill(title)
  await pageText(app).click()
  return pageText(app)
}

/** The text of the page, a line per block. */
export async function pageLines(app: PlaceWindow): Promise<string> {
  return (await pageText(app).locator('h1, h2, h3, p').allTextContents()).join('\n')
}

export function pageText({ window }: PlaceWindow): Locator {
  return window.getByLabel('Texte de la page', { exact: true })
}

/** Puts the cursor at the end of the paragraph that holds `words`, and types. */
export async function typeAfter(app: PlaceWindow, words: string, text: string): Promise<void> {
  const paragraph = pageText(app).locator('p, h1, h2, h3').filter({ hasText: words }).first()
  await paragraph.click()
  await app.window.keyboard.press('End')
  await app.window.keyboard.type(text, { delay: 12 })
}

export async function whenSaved({ window }: PlaceWindow): Promise<void> {
  await window.getByText('Enregistré', { exact: true }).waitFor()
}

/** What was typed is not on disk yet: a core that was stopped leaves it so. */
export async function whenSaving({ window }: PlaceWindow): Promise<void> {
  await window.getByText('Enregistrement…', { exact: true }).waitFor()
}

/** The picture of the page, once it is drawn: its bytes are here and are a picture. */
export async function whenPictureShows(app: PlaceWindow): Promise<number> {
  const pictures = pageText(app).locator('img[src^="blob:"]')
  const width = () => pictures.evaluateAll((images) => (images[0] as HTMLImageElement | undefined)?.naturalWidth ?? 0)
  await expect.poll(width, { message: 'the picture never showed' }).toBeGreaterThan(0)
  return width()
}

/** The status line says all of `sentences`. */
export async function whenStatusSays({ window }: PlaceWindow, ...sentences: (string | RegExp)[]): Promise<void> {
  const line = window.getByRole('status', { name: 'État du réseau' })
  for (const sentence of sentences) await line.getByText(sentence).waitFor()
}

/** Both windows show the same words of the page, all of `pieces` among them. */
export async function whenSameText(apps: readonly PlaceWindow[], pieces: readonly string[]): Promise<string> {
  const texts = () => Promise.all(apps.map(pageLines))
  const same = (all: string[]) => all.every((text) => text === all[0] && pieces.every((piece) => text.includes(piece)))
  await expect.poll(texts).toSatisfy(same, `the same text everywhere, with ${pieces}`)
  return (await texts())[0] ?? ''
}

/** Exports the open page and reads `sentence`; the person would choose `folder` in the system's own dialog. */
export async function exportPage(app: RunningApp, format: string, folder: string, sentence: string): Promise<string> {
  const chooseFolder = ({ dialog }: typeof import('electron'), into: string) => {
    dialog.showSaveDialog = (async (...args: unknown[]) => {
      const { defaultPath = '' } = args.at(-1) as { defaultPath?: string }
      return { canceled: false, filePath: `${into}/${defaultPath.split(/[\\/]/).at(-1)}` }
    }) as typeof dialog.showSaveDialog
  }
  await inMain(app, chooseFolder, folder)
  await app.window.getByRole('button', { name: 'Exporter' }).click()
  await app.window.getByRole('menuitem', { name: format }).click()
  const done = app.window.getByText(sentence)
  await done.waitFor()
  const title = await app.window.getByRole('heading', { level: 1 }).first().textContent()
  const extension = /\.\w+/.exec(format)?.[0] ?? ''
  await app.window.getByRole('alert').getByRole('button').last().click()
  await done.waitFor({ state: 'detached' })
  return readFile(join(folder, `${title}${extension}`), 'utf8')
}
