import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleContent } from '../../src-main/core/exchange/example.ts'
import { en } from '../../src-renderer/strings/en.ts'
import { fr } from '../../src-renderer/strings/fr.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchApp, type RunningApp, removeFolder } from '../support/electron-app.ts'
import { sample } from '../support/sample.ts'
import { resize, windowPicture } from '../support/screenshots.ts'

let app: RunningApp

beforeAll(async () => {
  app = await launchApp()
  await resize(app, 1280, 800)
})
afterAll(async () => {
  await app?.close()
  await removeFolder(app.dataFolder)
})

/** Goes to a view as the address bar would, and waits for its heading. */
async function visit(path: string, heading: RegExp): Promise<void> {
  await app.window.evaluate((hash) => {
    window.location.hash = hash
  }, path)
  await app.window.getByRole('heading', { level: 1, name: heading }).waitFor()
}

/** Scrolls until the row of a page is there: the list makes rows only near what is seen. */
async function rowOf(list: Locator, name: string | RegExp): Promise<Locator> {
  const row = list.getByRole('link', { name }).first()
  await list.hover()
  while ((await row.count()) === 0) await app.window.mouse.wheel(0, 200)
  return row
}

/** Asserted at the end: a fault of colour in one view does not hide what the next ones do. */
const faults: string[] = []

async function checkView(name: string): Promise<void> {
  await windowPicture(app, name)
  for (const fault of await accessibilityFaults(app.window)) faults.push(`${name}: ${fault}`)
}

describe('in French, light', () => {
  test('welcome', async () => {
    await app.window.getByRole('heading', { name: 'Bienvenue dans Maillage' }).waitFor()
    await checkView('01-accueil')
  })

  test('whoever does not read French finds English on the first screen', async () => {
    await app.window.getByText(fr.settings.english, { exact: true }).click()
    await app.window.getByRole('heading', { name: en.welcome.title }).waitFor()
    await app.window.getByText(en.settings.french, { exact: true }).click()
    await app.window.getByRole('heading', { name: fr.welcome.title }).waitFor()
  })

  test('the form of a new place says what is missing', async () => {
    await app.window.getByRole('button', { name: /Créer mon lieu/ }).click()
    await app.window.getByRole('button', { name: 'Créer mon lieu' }).click()
    await app.window.getByText('Ce champ est nécessaire').first().waitFor()
    await checkView('02-creer')
    await app.window.getByRole('button', { name: 'Retour' }).click()
  })

  test('an invitation that is none is refused with a way out', async () => {
    await app.window.getByRole('button', { name: /Rejoindre un réseau/ }).click()
    await app.window.getByLabel('Lien d’invitation').fill('ceci n’est pas un lien')
    await app.window.getByRole('button', { name: 'Lire l’invitation' }).click()
    await app.window.getByText(/Ce lien est incomplet ou mal recopié/).waitFor()
    await checkView('03-rejoindre')
    await app.window.getByRole('button', { name: 'Retour' }).click()
  })

  test('the example network', async () => {
    await app.window.getByRole('button', { name: /Découvrir avec un exemple/ }).click()
    await app.window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
    await app.window.getByRole('region', { name: 'Pages' }).getByRole('link').first().waitFor()
    await app.window.getByText(fr.nav.example).waitFor()
    await checkView('04-pages')
  })

  test('a page', async () => {
    await app.window.getByRole('region', { name: 'Pages' }).getByRole('link').first().click()
    await app.window.getByRole('article', { name: 'Texte de la page' }).waitFor()
    await checkView('05-page')
    await app.window.getByRole('button', { name: fr.action.edit }).click()
    await app.window.getByText('Enregistré', { exact: true }).waitFor()
    await checkView('05-page-ecrire')
  })

  test('the inventory as a table', async () => {
    await visit('/inventory', /Inventaire/)
    await app.window.getByRole('table').waitFor()
    await checkView('06-inventaire')
  })

  test('[WI43] the inventory is sorted by the names of categories as they are read', async () => {
    const head = (name: string) => app.window.getByRole('columnheader', { name }).getByRole('button')
    const categories = () => app.window.locator('tbody tr td:nth-child(2)').allTextContents()
    await head('Catégorie').click()
    await expect.poll(async () => (await categories())[0]).toBe('Autre')
    await head('Catégorie').click()
    await expect.poll(async () => (await categories())[0]).toBe('Projet')
    await head('Nom').click()
  })

  test('the inventory as cards', async () => {
    await app.window.getByText('Cartes', { exact: true }).click()
    await app.window.getByRole('region', { name: 'Cartes' }).waitFor()
    await checkView('07-inventaire-cartes')
  })

  test('[WI14] the form of a resource stays while it holds words', async () => {
    await app.window.getByRole('button', { name: 'Ajouter une ressource' }).click()
    const form = app.window.getByRole('dialog')
    await form.getByLabel('Nom').fill('Banc de menuiserie')
    await checkView('08-ressource')
    await app.window.mouse.click(300, 500)
    await app.window.keyboard.press('Escape')
    const question = app.window.getByRole('dialog', { name: fr.giveUp.title.replace(' ?', '\u00a0?') })
    await question.waitFor()
    await checkView('08-ressource-abandon')
    await app.window.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    const panel = app.window.getByRole('dialog', { name: fr.inventory.add })
    expect(await panel.getByLabel('Nom').inputValue()).toBe('Banc de menuiserie')
    await panel.getByRole('button', { name: fr.action.close }).click()
    await question.getByRole('button', { name: fr.giveUp.stay }).click()
    await panel.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await app.window.getByText('Ressource ajoutée').waitFor()
  })

  test('[WI14] words that a person gives up go with their form', async () => {
    await app.window.getByRole('button', { name: 'Ajouter une ressource' }).click()
    const panel = app.window.getByRole('dialog', { name: fr.inventory.add })
    await panel.getByLabel('Nom').fill('Rien')
    await app.window.keyboard.press('Escape')
    await app.window.getByRole('button', { name: fr.giveUp.confirm }).click()
    await panel.waitFor({ state: 'detached' })
    expect(await app.window.getByText('Rien', { exact: true }).count()).toBe(0)
  })

  test('[WI40] a quantity that is no whole number stays as it was typed, and is not stored', async () => {
    await app.window.getByRole('button', { name: 'Ajouter une ressource' }).click()
    const panel = app.window.getByRole('dialog', { name: fr.inventory.add })
    const quantity = panel.getByLabel('Quantité')
    const sentence = panel.getByText(/^Écrivez un nombre entier/)
    await panel.getByLabel('Nom').fill('Bâche')
    for (const typed of ['2,5', '3.000', '1e3']) {
      await quantity.fill(typed)
      await panel.getByRole('button', { name: 'Ajouter', exact: true }).click()
      await sentence.waitFor()
      expect(await quantity.inputValue()).toBe(typed)
    }
    await checkView('08-ressource-quantite')
    await quantity.fill('1 200')
    await sentence.waitFor({ state: 'detached' })
    await app.window.keyboard.press('Escape')
    await app.window.getByRole('button', { name: fr.giveUp.confirm }).click()
    await panel.waitFor({ state: 'detached' })
  })

  test('a resource that is opened is read, then ready to be corrected', async () => {
    await app.window.getByText('Banc de menuiserie').first().click()
    const panel = app.window.getByRole('dialog', { name: fr.inventory.one })
    await panel.getByRole('heading', { name: 'Banc de menuiserie' }).waitFor()
    await checkView('08-ressource-lue')
    await panel.getByRole('button', { name: fr.action.edit }).click()
    const isFocused = () => panel.getByLabel('Nom').evaluate((input) => input === document.activeElement)
    await expect.poll(isFocused).toBe(true)
    await app.window.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  test('[WI7] meeting notes become resources after review', async () => {
    await visit('/notes', /Notes de réunion/)
    await app.window
      .getByLabel('Texte des notes')
      .fill('Rencontre du mardi\n\nMatériel\n- 2 imprimantes 3D\n- un vidéoprojecteur\n\nProjets\n- atelier couture')
    await app.window.getByRole('button', { name: 'Lire les notes' }).click()
    await app.window.getByText('3 vignettes trouvées').waitFor()
    await checkView('09-notes')
    await app.window.getByRole('checkbox', { name: /un vidéoprojecteur/ }).uncheck()
    await visit('/inventory', /Inventaire/)
    await visit('/notes', /Notes de réunion/)
    await app.window.getByText('2 ressources seront créées').waitFor()
    await app.window.getByRole('button', { name: 'Retour' }).click()
    await app.window.getByRole('button', { name: 'Lire les notes' }).click()
    await app.window.getByText('2 ressources seront créées').waitFor()
    await app.window.getByRole('button', { name: 'Tout créer' }).click()
    await app.window.getByText('2 ressources créées').waitFor()
  })

  test('[WI6] the search finds as one types, without a mouse', async () => {
    await app.window.keyboard.press('Control+K')
    await app.window.getByPlaceholder(/Rechercher/).fill('imprimante')
    await app.window.locator('mark').first().waitFor()
    await checkView('10-recherche')
    await app.window.keyboard.press('Escape')
    await app.window.locator('mark').first().waitFor({ state: 'detached' })
  })

  test('invitation', async () => {
    await visit('/invite', /Inviter un lieu/)
    await app.window.getByRole('button', { name: 'Créer une invitation' }).click()
    await app.window.getByLabel('Lien d’invitation').waitFor()
    await checkView('11-inviter')
  })

  test('[WI8] the bin gives back what was set aside', async () => {
    await visit('/inventory', /Inventaire/)
    await app.window.getByLabel('Filtrer par mot').fill('menuiserie')
    await app.window.getByText('Banc de menuiserie').first().click()
    await app.window.getByRole('dialog').getByRole('button', { name: 'Mettre à la corbeille' }).click()
    await app.window.getByText('Ressource mise à la corbeille').waitFor()
    await visit('/bin', /Corbeille/)
    const restore = app.window.getByRole('button', { name: 'Remettre en place : Banc de menuiserie' })
    await restore.waitFor()
    await checkView('12-corbeille')
    await restore.click()
    await restore.waitFor({ state: 'detached' })
    await app.window.getByText('Remis en place', { exact: true }).waitFor()
    expect(await app.window.getByText('Ressource mise à la corbeille').count()).toBe(0)
  })

  test('[WI8] a resource in the bin can be read before it is put back, and not changed', async () => {
    await visit('/inventory', /Inventaire/)
    await app.window.getByText('Banc de menuiserie').first().click()
    await app.window.getByRole('dialog').getByRole('button', { name: 'Mettre à la corbeille' }).click()
    await visit('/bin', /Corbeille/)
    await app.window.getByRole('link', { name: 'Banc de menuiserie' }).click()
    const panel = app.window.getByRole('dialog')
    await panel.getByText(fr.inventory.inBin).waitFor()
    expect(await panel.getByRole('button', { name: fr.action.edit }).count()).toBe(0)
    await checkView('12-corbeille-ressource')
    await panel.getByRole('button', { name: 'Remettre en place' }).click()
    await panel.waitFor({ state: 'detached' })
    await app.window.getByText(fr.bin.empty).waitFor()
  })

  test('[WI8] a page in the bin is read as part of the bin, and goes back among the pages', async () => {
    await visit('/pages', /Pages/)
    await app.window.getByRole('region', { name: 'Pages' }).getByRole('link').first().click()
    await app.window.getByRole('button', { name: 'Mettre à la corbeille' }).click()
    await app.window.getByText('Page mise à la corbeille').waitFor()
    await visit('/bin', /Corbeille/)
    await app.window.getByRole('main').getByRole('listitem').getByRole('link').first().click()
    await app.window.getByText(fr.pages.inBin).waitFor()
    const current = app.window.getByRole('navigation').locator('[aria-current="page"]')
    expect(await current.textContent()).toBe('Corbeille')
    await checkView('12-corbeille-page')
    await app.window.getByRole('button', { name: 'Remettre en place' }).click()
    await app.window.getByRole('button', { name: 'Mettre à la corbeille' }).waitFor()
    expect(await current.textContent()).toBe('Pages')
  })

  test('the state of the network, place by place', async () => {
    await app.window.getByTitle('Détails par lieu').click()
    await app.window.getByRole('dialog').waitFor()
    await checkView('13-etat')
    await app.window.keyboard.press('Escape')
  })

  test('the places of the network', async () => {
    await visit('/members', /Lieux du réseau/)
    await checkView('15-lieux')
  })

  test('settings', async () => {
    await visit('/settings', /Réglages/)
    await checkView('14-reglages')
  })
})

const SIZES = [
  { width: 1280, height: 800, zoom: 1 },
  { width: 1280, height: 800, zoom: 1.5 },
  { width: 1280, height: 800, zoom: 2 },
  { width: 1920, height: 1080, zoom: 1 },
] as const
/** Every way to look at the same views. */
const everyLook = (['fr', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => SIZES.map((size) => ({ language, theme, ...size }))),
)
/** Beside French, light and small, which was looked at above, the other language, theme and size at once. Zoom is for the proof. */
const FEW = ['en dark 1920 1']
const nameOf = ({ language, theme, width, zoom }: (typeof everyLook)[number]) => `${language} ${theme} ${width} ${zoom}`
const looks = sample(
  everyLook.filter((look) => FEW.includes(nameOf(look))),
  everyLook,
)

describe.each(looks)('in $language, $theme, $width × $height, zoom $zoom', (look) => {
  const { language, theme, width, height, zoom } = look
  const words = { fr, en }[language]
  const suffix = nameOf(look).replaceAll(' ', '-')
  const titled = (text: string) => new RegExp(text)

  test('settings change at once', async () => {
    await visit('/settings', /Réglages|Settings/)
    await app.window.getByText(words.settings[language === 'fr' ? 'french' : 'english'], { exact: true }).click()
    await app.window.getByRole('heading', { level: 1, name: words.settings.title }).waitFor()
    await app.window.getByText(words.settings[theme === 'dark' ? 'themeDark' : 'themeLight'], { exact: true }).click()
    await app.window.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor()
    await resize(app, width, height, zoom)
    await checkView(`${suffix}-settings`)
  })

  test('pages, and one of them', async () => {
    await visit('/pages', titled(words.pages.title))
    const list = app.window.getByRole('region', { name: words.pages.title })
    await list.getByRole('link').first().waitFor()
    await checkView(`${suffix}-pages`)
    await (await rowOf(list, /3D/)).click()
    await app.window.getByLabel(words.editor.label, { exact: true }).waitFor()
    await checkView(`${suffix}-page`)
  })

  test('inventory', async () => {
    await visit('/inventory', titled(words.inventory.title))
    await app.window.getByText(words.inventory.table, { exact: true }).click()
    await app.window.getByRole('table').getByRole('button').first().waitFor()
    await checkView(`${suffix}-inventory`)
    await app.window.getByText(words.inventory.cards, { exact: true }).click()
    await app.window.getByRole('region', { name: words.inventory.cards }).waitFor()
    await checkView(`${suffix}-cards`)
  })

  test('notes, invitation, places, recovery sheet and bin', async () => {
    await visit('/notes', titled(words.notes.title))
    await checkView(`${suffix}-notes`)
    await visit('/invite', titled(words.invite.title))
    await checkView(`${suffix}-invite`)
    await visit('/members', titled(words.members.title))
    await checkView(`${suffix}-members`)
    await visit('/recovery', titled(words.recovery.title))
    await app.window.getByText(words.recovery.howTitle).waitFor()
    await checkView(`${suffix}-recovery`)
    await visit('/bin', titled(words.bin.title))
    await checkView(`${suffix}-bin`)
  })
})

/** All above is done in the French one. */
const examples = sample(['en'] as const, ['fr', 'en'] as const)

describe.each(examples)('the example network in %s', (language) => {
  const words = { fr, en }[language]
  const { pages, resources } = exampleContent(language)

  test('[EX2] every page and every resource is there', async () => {
    await visit('/settings', /Réglages|Settings/)
    await app.window.getByText(words.settings[language === 'fr' ? 'french' : 'english'], { exact: true }).click()
    await app.window.getByRole('heading', { level: 1, name: words.settings.title }).waitFor()
    await app.window.evaluate(() => {
      window.location.hash = '/welcome'
    })
    await app.window.getByRole('button', { name: new RegExp(words.welcome.example) }).click()
    await app.window.getByText(words.pages.count_other.replace('{{count}}', String(pages.length))).waitFor()
    await visit('/inventory', new RegExp(words.inventory.title))
    await app.window.getByText(words.inventory.count_other.replace('{{count}}', String(resources.length))).waitFor()
  })

  test('[EX1] every page opens with its formatting', async () => {
    const shown: Record<string, string[]> = {}
    for (const { fields } of pages) {
      await visit('/pages', new RegExp(words.pages.title))
      const list = app.window.getByRole('region', { name: words.pages.title })
      await (await rowOf(list, fields.title ?? '')).click()
      const body = app.window.getByLabel(words.editor.label, { exact: true })
      await body.locator('h1, h2, h3, p').first().waitFor()
      shown[fields.title ?? ''] = await body.locator('h1, h2, h3').allTextContents()
    }
    expect(shown).toEqual(Object.fromEntries(pages.map(({ fields, markdown }) => [fields.title, headingsOf(markdown)])))
  })
})

function headingsOf(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => /^#{1,3} /.test(line))
    .map((line) => line.replace(/^#+ /, ''))
}

test('[WI5] axe finds nothing to say about any view', () => {
  expect(faults).toEqual([])
})

test('the window reported no error on the way', () => {
  expect(app.errors).toEqual([])
})
