import { afterAll, beforeAll, expect, test } from 'vitest'
import { fr } from '../../src-renderer/strings/fr.ts'
import { inMain, launchApp, type RunningApp, removeFolder } from '../support/electron-app.ts'
import { goTo, newPage, openPage, pageText, readPage } from '../support/place-window.ts'
import { resize } from '../support/screenshots.ts'

/* What somebody meets who looks around in the example network for the first time. */

let app: RunningApp

beforeAll(async () => {
  app = await launchApp()
  await resize(app, 1280, 800)
  await app.window.getByRole('button', { name: new RegExp(fr.welcome.example) }).click()
  await app.window.getByRole('region', { name: fr.pages.title }).getByRole('link').first().waitFor()
})
afterAll(async () => {
  await app?.close()
  await removeFolder(app.dataFolder)
})

const zoomTo = (factor: number) => resize(app, 1280, 800, factor)

/** By how much the page is wider than the window. */
function tooWide(): Promise<number> {
  return app.window.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** The last row, once it can be clicked where it stands: nothing lies over it. */
async function reachLast(rows: ReturnType<RunningApp['window']['locator']>, title: string): Promise<void> {
  const last = rows.filter({ hasText: title })
  while ((await last.count()) === 0) await app.window.mouse.wheel(0, 300)
  await last.scrollIntoViewIfNeeded()
  await last.click({ trial: true })
}

const panel = () => app.window.getByRole('dialog', { name: fr.inventory.one })

test('[WI16] at twice the size, every row of both lists can be reached, and nothing is wider than the window', async () => {
  const titles = async () => {
    await app.window.keyboard.press('End')
    return app.window.locator('.row-link').last().textContent()
  }
  const lastPage = (await titles()) ?? ''
  await zoomTo(2)
  await app.window.evaluate(() => window.scrollTo(0, 0))
  await reachLast(app.window.locator('.row-link'), lastPage)
  expect(await tooWide()).toBeLessThanOrEqual(0)
  await app.window.getByRole('button', { name: fr.nav.open }).click()
  await app.window.getByRole('dialog').getByRole('link', { name: fr.inventory.title }).click()
  await app.window.getByRole('table').getByRole('button').first().waitFor()
  const last = app.window.locator('tbody tr').last()
  await last.scrollIntoViewIfNeeded()
  await last.getByRole('button').click()
  await panel().getByRole('button', { name: fr.action.edit }).click({ trial: true })
  expect(await tooWide()).toBeLessThanOrEqual(0)
  await app.window.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
  await zoomTo(1)
})

test('[WI17] a form shows what was saved, however soon it is opened again', async () => {
  await goTo(app, fr.inventory.title)
  const row = app.window.getByRole('table').getByRole('button', { name: 'Ateliers Pass numérique' })
  for (const words of ['Première', 'Deuxième']) {
    await row.click()
    await panel().getByRole('button', { name: fr.action.edit }).click()
    await panel().getByLabel(fr.inventory.description).fill(words)
    await panel().getByRole('button', { name: fr.action.save }).click()
    await panel().waitFor({ state: 'detached' })
    await row.click()
    await panel().getByText(words, { exact: true }).waitFor()
    await panel().getByRole('button', { name: fr.action.edit }).click()
    expect(await panel().getByLabel(fr.inventory.description).inputValue()).toBe(words)
    await app.window.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
  }
})

test('[WI18] a list is found again as it was left', async () => {
  await app.window.getByText(fr.inventory.cards, { exact: true }).click()
  await app.window.getByRole('combobox', { name: fr.inventory.category }).click()
  await app.window.getByRole('option', { name: fr.inventory.categories.material, exact: true }).click()
  await app.window.getByRole('button', { name: fr.inventory.ascending }).click()
  const cards = app.window.getByRole('region', { name: fr.inventory.cards }).getByRole('button')
  const look = async () => ({ names: await cards.allTextContents(), top: await app.window.evaluate(() => scrollY) })
  await app.window.getByRole('button', { name: fr.inventory.descending }).waitFor()
  await expect.poll(() => cards.count()).toBeLessThan(50)
  await app.window.evaluate(() => window.scrollTo(0, 200))
  await expect.poll(async () => (await look()).top).toBe(200)
  const left = await look()
  await goTo(app, fr.pages.title)
  await goTo(app, fr.inventory.title)
  await expect.poll(look).toEqual(left)
})

test('[WI19] a page opens to be read, and is written after a key; one that is begun is written at once', async () => {
  await readPage(app, 'Fabriquer une visière')
  expect(await app.window.getByRole('textbox').count()).toBe(0)
  await app.window.keyboard.press('e')
  await app.window.getByRole('textbox', { name: fr.editor.label }).waitFor()
  await app.window.getByRole('button', { name: fr.pages.done }).click()
  await app.window.getByRole('article', { name: fr.editor.label }).waitFor()
  await newPage(app, 'Une page commencée')
  await app.window.keyboard.type('Voir https://exemple.org pour la suite.')
  await app.window.getByRole('button', { name: fr.pages.done }).click()
  const asked = ({ dialog }: typeof import('electron')) => {
    dialog.showMessageBox = (async (...args: unknown[]) => {
      Reflect.set(globalThis, 'asked', (args.at(-1) as { message: string }).message)
      return { response: 1, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
  }
  await inMain(app, asked, '')
  await pageText(app).getByRole('link').click()
  const question = () => inMain(app, () => Reflect.get(globalThis, 'asked') as string, '')
  await expect.poll(question).toBe('Ouvrir ce lien, sur exemple.org\u00a0?')
})

test('[WI20] the search opens from wherever one writes, says how much there is, and Enter opens the first', async () => {
  await openPage(app, 'Fabriquer une visière')
  await pageText(app).click()
  await app.window.keyboard.press('Control+K')
  const field = app.window.getByRole('combobox', { name: fr.search.label })
  await field.fill('imprimante')
  await app.window.getByText(/^Inventaire \(\d+\)$/).waitFor()
  const first = app.window.getByRole('option').first()
  await expect.poll(async () => field.getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'))
  await app.window.keyboard.press('Enter')
  await app.window.getByRole('heading', { level: 1, name: /imprimante/i }).waitFor()
})

test('[WI21] after a change of view its heading has the focus, and the window its name', async () => {
  await app.window.getByRole('navigation').getByRole('link', { name: fr.nav.bin }).click()
  const heard = () => app.window.evaluate(() => [document.activeElement?.tagName, document.title])
  await expect.poll(heard).toEqual(['H1', `${fr.bin.title} · Maillage`])
})

test('[WI22] a page that is begun and left without a word is in no list', async () => {
  await goTo(app, fr.pages.title)
  await app.window.getByRole('button', { name: fr.pages.new }).click()
  await app.window.getByRole('textbox', { name: fr.pages.titlePlaceholder }).waitFor()
  await goTo(app, fr.pages.title)
  await app.window.getByText('15 pages').waitFor()
  expect(await app.window.getByText(fr.pages.untitled, { exact: true }).count()).toBe(0)
  await goTo(app, fr.bin.title)
  await app.window.getByText(fr.bin.empty).waitFor()
})

test('[WI23] the formatting tools are one stop of the Tab key, and arrows move along them', async () => {
  await openPage(app, 'Fabriquer une visière')
  await pageText(app).click()
  await app.window.keyboard.press('Alt+F10')
  const focused = () => app.window.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  expect(await focused()).toBe(fr.editor.undo)
  await app.window.keyboard.press('ArrowRight')
  expect(await focused()).toBe(fr.editor.redo)
  const stops = app.window.getByRole('toolbar').locator('button[tabindex="0"]')
  expect(await stops.count()).toBe(1)
  await app.window.keyboard.press('Escape')
  await expect.poll(focused).toBe(fr.editor.label)
})

test('[WI24] the menu has no word of another language', async () => {
  const names = () =>
    inMain(
      app,
      ({ Menu }) => {
        const items = Menu.getApplicationMenu()?.items ?? []
        return items.flatMap(({ label, submenu }) => [label, ...(submenu?.items ?? []).map((item) => item.label)])
      },
      '',
    )
  const shown = await names()
  expect(shown).toContain('Quitter')
  expect(shown.filter((name) => /quit\b|undo|cut\b|zoom|toggle|reload|paste/i.test(name))).toEqual([])
})

test('[ED16] what is typed before a link that begins its paragraph is no part of it', async () => {
  await newPage(app, 'Une page de liens')
  await app.window.keyboard.type('https://exemple.org suite')
  const link = pageText(app).getByRole('link')
  await link.waitFor()
  await app.window.keyboard.press('Home')
  await app.window.keyboard.type('Voir ')
  await expect.poll(() => pageText(app).locator('p').first().textContent()).toBe('Voir https://exemple.org suite')
  expect(await link.allTextContents()).toEqual(['https://exemple.org'])
})

test('[WI10] a file that is no picture, chosen by the button, is refused in a sentence', async () => {
  const choosing = app.window.waitForEvent('filechooser')
  await app.window.getByRole('toolbar').getByRole('button', { name: fr.editor.image, exact: true }).click()
  const chooser = await choosing
  await chooser.setFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await app.window.getByText(fr.editor.imageRefused).waitFor()
  expect(await pageText(app).locator('figure').count()).toBe(0)
})

test('[BA16] a secret phrase that is easy to guess is refused in a sentence that says what would do', async () => {
  await goTo(app, fr.settings.title)
  const backup = app.window
    .locator('form')
    .filter({ has: app.window.getByLabel(fr.backup.again) })
    .first()
  await backup.getByLabel(fr.backup.passphrase, { exact: true }).fill('abc')
  await backup.getByLabel(fr.backup.again).fill('abc')
  await backup.getByRole('button', { name: fr.backup.create }).click()
  await backup.getByText(fr.backup.tooShort).waitFor()
})

test('[WI31] the example is taken away after a question, and the start is shown', async () => {
  await goTo(app, fr.settings.title)
  await app.window.getByRole('button', { name: `${fr.leave.exampleConfirm}…` }).click()
  const question = app.window.getByRole('dialog', { name: fr.leave.exampleTitle })
  await question.getByText(fr.leave.exampleQuestion).waitFor()
  await question.getByRole('button', { name: fr.leave.stay }).click()
  await question.waitFor({ state: 'detached' })
  await app.window.getByRole('button', { name: `${fr.leave.exampleConfirm}…` }).click()
  await question.getByRole('button', { name: fr.leave.exampleConfirm }).click()
  await app.window.getByRole('button', { name: new RegExp(fr.welcome.example) }).waitFor()
})

test('the window reported no error on the way', () => {
  expect(app.errors).toEqual([])
})
