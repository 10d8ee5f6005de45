import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchApp, type RunningApp, removeFolder } from '../support/electron-app.ts'
import { resize, screenshot } from '../support/screenshots.ts'

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

/** Asserted at the end: a fault of colour in one view does not hide what the next ones do. */
const faults: string[] = []

async function checkView(name: string): Promise<void> {
  await screenshot(app.window, name)
  for (const fault of await accessibilityFaults(app.window)) faults.push(`${name}: ${fault}`)
}

describe('in French, light', () => {
  test('welcome', async () => {
    await app.window.getByRole('heading', { name: 'Bienvenue dans Maillage' }).waitFor()
    await checkView('01-accueil')
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
    await app.window.getByText(/Cette invitation n’est pas valable/).waitFor()
    await checkView('03-rejoindre')
    await app.window.getByRole('button', { name: 'Retour' }).click()
  })

  test('the example network', async () => {
    await app.window.getByRole('button', { name: /Découvrir avec un exemple/ }).click()
    await app.window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
    await app.window.getByRole('region', { name: 'Pages' }).getByRole('link').first().waitFor()
    await checkView('04-pages')
  })

  test('a page', async () => {
    await app.window.getByRole('region', { name: 'Pages' }).getByRole('link').first().click()
    await app.window.getByRole('textbox', { name: 'Texte de la page' }).waitFor()
    await app.window.getByText('Enregistré', { exact: true }).waitFor()
    await checkView('05-page')
  })

  test('[WI1] what is typed is said to be saved once the core has confirmed it', async () => {
    const body = app.window.getByRole('textbox', { name: 'Texte de la page' })
    await body.click()
    await app.window.keyboard.type('Une phrase de plus. ')
    await app.window.getByText('Enregistré', { exact: true }).waitFor()
    expect(await body.textContent()).toContain('Une phrase de plus.')
  })

  test('inventory, as a table and as cards', async () => {
    await visit('/inventory', /Inventaire/)
    await app.window.getByRole('table').waitFor()
    await checkView('06-inventaire')
    await app.window.getByText('Cartes', { exact: true }).click()
    await app.window.getByRole('region', { name: 'Cartes' }).waitFor()
    await checkView('07-inventaire-cartes')
  })

  test('the form of a resource', async () => {
    await app.window.getByRole('button', { name: 'Ajouter une ressource' }).click()
    const form = app.window.getByRole('dialog')
    await form.getByLabel('Nom').fill('Banc de menuiserie')
    await checkView('08-ressource')
    await form.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await app.window.getByText('Ressource ajoutée').waitFor()
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
  })

  test('the state of the network, place by place', async () => {
    await app.window.getByTitle('Détails par lieu').click()
    await app.window.getByRole('dialog').waitFor()
    await checkView('13-etat')
    await app.window.keyboard.press('Escape')
  })

  test('settings', async () => {
    await visit('/settings', /Réglages/)
    await checkView('14-reglages')
  })
})

describe('in English, dark, on a large screen', () => {
  test('settings change at once', async () => {
    await app.window.getByText('Sombre', { exact: true }).click()
    await app.window.getByText('English', { exact: true }).click()
    await app.window.getByRole('heading', { name: 'Settings' }).waitFor()
    await resize(app, 1900, 1060)
    await checkView('20-settings-dark')
  })

  test.each([
    ['/pages', /Pages/, '21-pages-dark'],
    ['/inventory', /Inventory/, '22-inventory-dark'],
    ['/notes', /Meeting notes/, '23-notes-dark'],
    ['/bin', /Bin/, '24-bin-dark'],
    ['/invite', /Invite a place/, '25-invite-dark'],
  ])('%s', async (path, heading, name) => {
    await visit(path, heading)
    await checkView(name)
  })

  test('a page', async () => {
    await visit('/pages', /Pages/)
    await app.window.getByRole('region', { name: 'Pages' }).getByRole('link').first().click()
    await app.window.getByRole('textbox', { name: 'Text of the page' }).waitFor()
    await checkView('26-page-dark')
  })
})

test('[WI5] axe finds nothing to say about any view', () => {
  expect(faults).toEqual([])
})

test('the window reported no error on the way', () => {
  expect(app.errors).toEqual([])
})
