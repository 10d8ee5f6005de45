import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import {
  choosePath,
  inMain,
  launchApp,
  type RunningApp,
  removeFolder,
  temporaryFolder,
} from '../support/electron-app.ts'
import { noisePicture } from '../support/noise-picture.ts'
import {
  exportPage,
  foundNetwork,
  goTo,
  invitationLink,
  joinNetwork,
  newPage,
  openPage,
  pageLines,
  pageText,
  typeAfter,
  whenPictureShows,
  whenSameText,
  whenSaved,
  whenStatusSays,
} from '../support/place-window.ts'
import { screenshot } from '../support/screenshots.ts'

/* Two whole applications, as two places would run them, on a network that lives on this computer only. */

const TITLE = 'Affûter les ciseaux à bois'
const WORDS = 'Finir sur le cuir. Bob ajoute la sienne au même moment.'
const PICTURE_SIDE = 400

/** Gives a resource another name, from the list. */
async function renameResource(app: RunningApp, from: string, to: string): Promise<void> {
  await goTo(app, 'Inventaire')
  await app.window.getByRole('row').getByRole('button', { name: from, exact: true }).click()
  const panel = app.window.getByRole('dialog', { name: 'Ressource' })
  await panel.getByRole('button', { name: 'Modifier' }).click()
  await panel.getByLabel('Nom').fill(to)
  await panel.getByRole('button', { name: 'Enregistrer' }).click()
  await app.window.getByRole('row').getByRole('button', { name: to, exact: true }).waitFor()
}

let testnet: Awaited<ReturnType<typeof createTestnet>>
let alice: RunningApp
let bob: RunningApp
let bobFolder: string

function online() {
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  return { MAILLAGE_OFFLINE: '0', MAILLAGE_BOOTSTRAP: bootstrap, MAILLAGE_HOST: '127.0.0.1' }
}

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  bobFolder = await temporaryFolder()
  alice = await launchApp({ environment: online() })
  bob = await launchApp({ environment: online(), dataFolder: bobFolder })
})
afterAll(async () => {
  await alice?.close()
  await bob?.close()
  await testnet?.destroy()
  for (const folder of [alice?.dataFolder, bobFolder]) if (folder) await removeFolder(folder)
})

describe('a place begins alone', () => {
  test('alice founds a network and writes a page with headings, lists and bold letters', async () => {
    await foundNetwork(alice, 'L’Établi', 'Réseau de la vallée')
    const text = await newPage(alice, TITLE)
    const { keyboard } = alice.window
    await keyboard.type('## Avant de commencer\n')
    await keyboard.type('Une pierre **mouillée**, un chiffon propre.\n')
    await keyboard.type('- tenir la lame à plat\n')
    await keyboard.type('compter trente allers-retours\n\n')
    await keyboard.type('Finir sur le cuir.')
    await whenSaved(alice)
    expect(await text.locator('h2').allTextContents()).toEqual(['Avant de commencer'])
    expect(await text.locator('strong').allTextContents()).toEqual(['mouillée'])
    expect(await text.locator('ul li').allTextContents()).toEqual([
      'tenir la lame à plat',
      'compter trente allers-retours',
    ])
  })

  test('a picture is put in the page by the slash menu', async () => {
    await typeAfter(alice, 'Finir sur le cuir', '\n')
    const chooser = alice.window.waitForEvent('filechooser')
    await alice.window.keyboard.type('/image')
    await alice.window.getByRole('option', { name: 'Image' }).waitFor()
    await alice.window.keyboard.press('Enter')
    const picture = { name: 'ciseaux.png', mimeType: 'image/png', buffer: noisePicture(PICTURE_SIDE) }
    await (await chooser).setFiles(picture)
    expect(await whenPictureShows(alice)).toBe(PICTURE_SIDE)
    await whenSaved(alice)
  })

  test('notes of a meeting become resources, the refused line left out', async () => {
    await goTo(alice, 'Notes de réunion')
    await alice.window
      .getByLabel('Texte des notes')
      .fill('Réunion de rentrée\n\nMatériel :\n- 3 établis pliants\n- une scie à ruban\n\nAutres :\n- un goûter')
    await alice.window.getByRole('button', { name: 'Lire les notes' }).click()
    await alice.window.getByText('3 vignettes trouvées').waitFor()
    await alice.window.getByRole('checkbox', { name: /un goûter/ }).uncheck()
    await alice.window.getByRole('button', { name: 'Tout créer' }).click()
    await alice.window.getByText('2 ressources créées').waitFor()
    await goTo(alice, 'Inventaire')
    await alice.window.getByText('2 ressources', { exact: true }).waitFor()
    await alice.window.getByRole('table').getByText('3 établis pliants').waitFor()
    expect(await alice.window.getByText('un goûter').count()).toBe(0)
  })
})

describe('a second place joins', () => {
  test('bob pastes the link of the invitation and enters', async () => {
    const link = await invitationLink(alice)
    await joinNetwork(bob, link, 'La Fabrique du bourg')
    await whenStatusSays(bob, /Connecté à L’Établi/)
    await whenStatusSays(alice, /Connecté à La Fabrique du bourg/)
  })

  test('[WI25] alice reads who came in, where she made the link and in a message', async () => {
    await alice.window
      .getByRole('status')
      .getByText('La Fabrique du bourg a rejoint ce réseau.', { exact: true })
      .waitFor()
    const message = alice.window.getByRole('alert').filter({ hasText: 'La Fabrique du bourg a rejoint ce réseau.' })
    await message.getByRole('button').click()
    await message.waitFor({ state: 'detached' })
  })

  test('[WI2] once bob reads "à jour", the page, its picture and the resources are all here', async () => {
    await whenStatusSays(bob, 'Tout est à jour')
    await whenStatusSays(alice, 'Tout est à jour')
    const text = await openPage(bob, TITLE)
    expect(await text.locator('h2').allTextContents()).toEqual(['Avant de commencer'])
    expect(await whenPictureShows(bob)).toBe(PICTURE_SIDE)
    await screenshot(bob.window, '30-bob-page')
    await goTo(bob, 'Inventaire')
    await bob.window.getByRole('table').getByText('une scie à ruban').waitFor()
    await bob.window.getByRole('table').getByText('L’Établi').first().waitFor()
  })

  test('both write in the page at once and see the same', async () => {
    await openPage(alice, TITLE)
    await openPage(bob, TITLE)
    await Promise.all([
      typeAfter(alice, 'Une pierre', ' Alice ajoute une phrase entière ici.'),
      typeAfter(bob, 'Finir sur le cuir', ' Bob ajoute la sienne au même moment.'),
    ])
    const pieces = ['propre. Alice ajoute une phrase entière ici.', 'cuir. Bob ajoute la sienne au même moment.']
    await whenSameText([alice, bob], pieces)
    await whenStatusSays(alice, 'Tout est à jour')
  })

  test('both write in one paragraph at once, and no letter is lost', async () => {
    await Promise.all([
      typeAfter(alice, 'tenir la lame', ' aaaaaaaaaa'),
      typeAfter(bob, 'tenir la lame', ' bbbbbbbbbb'),
    ])
    const letters = (text: string, letter: string) => text.split(letter).length - 1
    const counts = async () =>
      (await Promise.all([alice, bob].map((app) => pageText(app).locator('ul li').first().textContent()))).map(
        (line) => [letters(line ?? '', 'a') - letters('tenir la lame à plat', 'a'), letters(line ?? '', 'b')],
      )
    await expect.poll(counts).toEqual([
      [10, 10],
      [10, 10],
    ])
    await whenSameText([alice, bob], [])
  })

  test('[ED12] alice takes back her word, and what bob wrote inside it stays', async () => {
    await typeAfter(alice, 'au même moment.', ' bonjour')
    await whenSameText([alice, bob], ['moment. bonjour'])
    await typeAfter(bob, 'moment. bonjour', '')
    for (const _letter of 'jour') await bob.window.keyboard.press('ArrowLeft')
    await bob.window.keyboard.type('SALUT')
    await whenSameText([alice, bob], ['moment. bonSALUTjour'])
    const line = (app: RunningApp) => pageText(app).locator('p', { hasText: WORDS }).textContent()
    // By the menu, which asks the browser's own undo.
    await inMain(alice, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.undo(), undefined)
    await expect.poll(() => Promise.all([alice, bob].map(line))).toEqual(Array(2).fill(`${WORDS}SALUT`))
    await pageText(alice).press('Control+Shift+Z')
    await expect.poll(() => line(bob)).toBe(`${WORDS} bonSALUTjour`)
    await pageText(alice).press('Control+Z')
    await pageText(bob).press('Control+Z')
    await expect.poll(() => Promise.all([alice, bob].map(line))).toEqual(Array(2).fill(WORDS))
  })

  test('[WI14] a form that was open while somebody else changed the resource leaves that change alone', async () => {
    const row = (app: RunningApp) => app.window.getByRole('row').filter({ hasText: 'une scie à ruban' })
    const panel = (app: RunningApp) => app.window.getByRole('dialog', { name: 'Ressource' })
    for (const app of [alice, bob]) {
      await goTo(app, 'Inventaire')
      await row(app).getByRole('button').click()
      await panel(app).getByRole('button', { name: 'Modifier' }).click()
    }
    await panel(bob).getByLabel('État').first().click()
    await bob.window.getByRole('option', { name: 'En panne' }).click()
    await panel(bob).getByRole('button', { name: 'Enregistrer' }).click()
    await row(alice).getByText('En panne').waitFor()
    await panel(alice).getByLabel('Quantité').fill('4')
    await panel(alice).getByRole('button', { name: 'Enregistrer' }).click()
    await row(bob).getByRole('cell', { name: '4', exact: true }).waitFor()
    for (const app of [alice, bob]) await row(app).getByText('En panne').waitFor()
    await openPage(alice, TITLE)
  })

  test('[WI14] words typed about a resource that somebody else puts into the bin stay, and are saved once it is back', async () => {
    const panel = (app: RunningApp) => app.window.getByRole('dialog', { name: 'Ressource' })
    for (const app of [alice, bob]) {
      await goTo(app, 'Inventaire')
      await app.window.getByRole('row').filter({ hasText: 'une scie à ruban' }).getByRole('button').click()
    }
    await panel(alice).getByRole('button', { name: 'Modifier' }).click()
    await panel(alice).getByLabel('Description').fill('Lame changée en mai')
    await panel(bob).getByRole('button', { name: 'Mettre à la corbeille' }).click()
    await panel(alice).getByText('Cette ressource est dans la corbeille').waitFor()
    await expect.poll(() => panel(alice).getByLabel('Description').inputValue()).toBe('Lame changée en mai')
    expect(await panel(alice).getByRole('button', { name: 'Enregistrer' }).isDisabled()).toBe(true)
    await panel(alice).getByRole('button', { name: 'Remettre en place' }).click()
    await panel(alice).getByText('Cette ressource est dans la corbeille').waitFor({ state: 'detached' })
    await panel(alice).getByRole('button', { name: 'Enregistrer' }).click()
    await bob.window.getByRole('row').filter({ hasText: 'Lame changée en mai' }).waitFor()
    await openPage(alice, TITLE)
  })

  test('[WI15] alice corrects the name of her place, and bob reads the new one', async () => {
    await goTo(alice, 'Réglages')
    await alice.window.getByLabel('Nom de votre lieu').fill('L’Établi de Die')
    await alice.window.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await alice.window.getByText('Nom du lieu enregistré').waitFor()
    await whenStatusSays(bob, /Connecté à L’Établi de Die/)
    await goTo(bob, 'Inventaire')
    await bob.window.getByRole('table').getByText('L’Établi de Die').first().waitFor()
    await openPage(alice, TITLE)
  })

  test('[WI25] alice is not told that bob came in because his place has another name', async () => {
    await goTo(bob, 'Réglages')
    for (const name of ['La Fabrique du pont', 'La Fabrique du bourg']) {
      await bob.window.getByLabel('Nom de votre lieu').fill(name)
      await bob.window.getByRole('button', { name: 'Enregistrer', exact: true }).click()
      await whenStatusSays(alice, new RegExp(`Connecté à ${name}`))
    }
    expect(await alice.window.getByText('a rejoint ce réseau').count()).toBe(0)
  })

  test('bob finds the words of alice with Ctrl+K and opens the page by the keyboard', async () => {
    await goTo(bob, 'Réglages')
    await bob.window.keyboard.press('Control+K')
    await bob.window.getByPlaceholder(/Rechercher/).fill('trente allers')
    await bob.window.locator('mark').getByText('trente').waitFor()
    await bob.window.keyboard.press('Enter')
    await pageText(bob).getByText('compter trente allers-retours').waitFor()
  })
})

describe('the cable is cut', () => {
  const ofAlice = ' Alice précise : huile fine.'
  const ofBob = ' Bob précise : eau claire.'

  test('bob goes on alone, in the same paragraph as alice', async () => {
    await bob.close()
    await whenStatusSays(alice, /Personne d’autre n’est connecté/)
    bob = await launchApp({ dataFolder: bobFolder })
    await openPage(bob, TITLE)
    expect(await whenPictureShows(bob)).toBe(PICTURE_SIDE)
    await typeAfter(bob, 'Une pierre', ofBob)
    await typeAfter(alice, 'Une pierre', ofAlice)
    await Promise.all([whenSaved(alice), whenSaved(bob)])
    await whenStatusSays(bob, 'Hors ligne')
    expect(await pageLines(bob)).not.toContain(ofAlice)
    await renameResource(bob, 'une scie à ruban', 'Scie sauteuse')
    await renameResource(alice, 'une scie à ruban', 'Scie à onglet')
    for (const place of [alice, bob]) await openPage(place, TITLE)
  })

  test('[WI2] alice reads that her edits have not left, and not that all is well', async () => {
    await whenStatusSays(alice, /modifications? à transmettre/)
    expect(await alice.window.getByText('Tout est à jour').count()).toBe(0)
  })

  test('[WI2] both read why nobody is there, and what to do', async () => {
    for (const [place, why, name] of [
      [alice, /Deux ordinateurs se rencontrent/, '32-personne'],
      [bob, /démarré hors ligne/, '33-hors-ligne'],
    ] as const) {
      await place.window.getByTitle('Détails par lieu').click()
      await place.window.getByRole('dialog').getByText(why).waitFor()
      await screenshot(place.window, name)
      expect(await accessibilityFaults(place.window)).toEqual([])
      await place.window.getByRole('link', { name: 'Préparer une clé USB' }).click()
      await place.window.getByRole('heading', { level: 1, name: 'Lieux du réseau' }).waitFor()
      await openPage(place, TITLE)
    }
  })

  test('back on the network, both show the same text with both edits', async () => {
    await bob.close()
    bob = await launchApp({ dataFolder: bobFolder, environment: online() })
    await openPage(bob, TITLE)
    await whenSameText([alice, bob], [ofAlice.trim(), ofBob.trim()])
    await whenStatusSays(alice, 'Tout est à jour')
    await whenStatusSays(bob, 'Tout est à jour')
    await screenshot(alice.window, '31-alice-page')
  })

  test('[DO23] of two names written apart both read one, and whoever opens it takes the other with one click', async () => {
    const names = async () =>
      Promise.all([alice, bob].map(({ window }) => window.locator('.cell-name button').allTextContents()))
    for (const place of [alice, bob]) await goTo(place, 'Inventaire')
    const [ofAlice = []] = await names()
    const standing = ofAlice.find((name) => name.startsWith('Scie')) ?? ''
    const other = standing === 'Scie sauteuse' ? 'Scie à onglet' : 'Scie sauteuse'
    expect(['Scie sauteuse', 'Scie à onglet']).toContain(standing)
    await expect.poll(names).toEqual([ofAlice, ofAlice])
    for (const { window } of [alice, bob]) await window.getByRole('row').getByText('Deux versions').waitFor()
    await bob.window.getByRole('row').getByRole('button', { name: standing, exact: true }).click()
    const panel = bob.window.getByRole('dialog', { name: 'Ressource' })
    await panel.getByRole('alert').getByText(other).waitFor()
    await screenshot(bob.window, '34-deux-versions')
    expect(await accessibilityFaults(bob.window)).toEqual([])
    await panel.getByRole('button', { name: 'Prendre celle-ci' }).click()
    await alice.window.getByRole('row').getByRole('button', { name: other, exact: true }).waitFor()
    await expect.poll(() => alice.window.getByText('Deux versions').count()).toBe(0)
    await bob.window.keyboard.press('Escape')
    for (const place of [alice, bob]) await openPage(place, TITLE)
  })
})

describe('what was written lasts', () => {
  test('the page is exported for a wiki and as Markdown', async () => {
    const folder = await temporaryFolder()
    const sentence = 'Page exportée. Son image n’est pas dans le fichier'
    const wiki = await exportPage(alice, 'Pour un wiki (.wiki)', folder, sentence)
    const markdown = await exportPage(alice, 'Markdown (.md)', folder, sentence)
    await removeFolder(folder)
    expect(wiki).toContain("Une pierre '''mouillée''', un chiffon propre. Alice ajoute")
    expect(wiki).toContain('== Avant de commencer')
    expect(wiki).toContain('* compter trente allers-retours')
    expect(markdown).toContain(`# ${TITLE}\n`)
    expect(markdown).toContain('Une pierre **mouillée**, un chiffon propre. Alice ajoute')
    expect(markdown).toContain('- compter trente allers-retours')
    expect(markdown).toMatch(/!\[.*\]\(.+\)/)
  })

  test('[WI3] an export that the disk refuses says so', async () => {
    await choosePath(alice, join(tmpdir(), 'maillage-absent', 'page.md'))
    await alice.window.getByRole('button', { name: 'Exporter' }).click()
    await alice.window.getByRole('menuitem', { name: 'Markdown (.md)' }).click()
    await alice.window.getByText('Le disque refuse d’écrire', { exact: false }).waitFor()
    await alice.window.getByRole('alert').getByRole('button').last().click()
  })

  test('alice starts again, alone, and has everything', async () => {
    const before = await pageLines(alice)
    const { dataFolder } = alice
    await alice.close()
    alice = await launchApp({ dataFolder })
    await openPage(alice, TITLE)
    expect(await pageLines(alice)).toBe(before)
    expect(await whenPictureShows(alice)).toBe(PICTURE_SIDE)
    await goTo(alice, 'Inventaire')
    await alice.window.getByText('2 ressources', { exact: true }).waitFor()
  })

  test('the windows reported no error on the way', () => {
    expect([...alice.errors, ...bob.errors]).toEqual([])
  })
})
