import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { choosePath, launchApp, type RunningApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'
import {
  fillJoinForm,
  foundNetwork,
  goTo,
  invitationLink,
  newPage,
  openPage,
  readLink,
  readPage,
  whenSaved,
  whenStatusSays,
} from '../support/place-window.ts'
import { screenshot } from '../support/screenshots.ts'

/* Who may do what, in two whole applications. */

let testnet: Awaited<ReturnType<typeof createTestnet>>
let alice: RunningApp
let bob: RunningApp
/** The other computer of alice's place. */
let atTheBar: RunningApp

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  const environment = { MAILLAGE_OFFLINE: '0', MAILLAGE_BOOTSTRAP: bootstrap, MAILLAGE_HOST: '127.0.0.1' }
  alice = await launchApp({ environment })
  bob = await launchApp({ environment })
  atTheBar = await launchApp({ environment })
})
afterAll(async () => {
  const apps = [alice, bob, atTheBar]
  for (const app of apps) await app?.close()
  await testnet?.destroy()
  for (const app of apps) if (app) await removeFolder(app.dataFolder)
})

test('[ME16] a place that asks waits at the door until an administrator says yes', async () => {
  await foundNetwork(alice, 'L’Établi', 'Réseau de la vallée')
  await newPage(alice, 'Charte du réseau')
  await whenSaved(alice)
  await goTo(alice, 'Lieux')
  await alice.window.getByRole('link', { name: 'Inviter un lieu' }).first().click()
  await alice.window.getByRole('radio', { name: 'Lecteur' }).check()
  await alice.window.getByRole('checkbox', { name: /Plusieurs lieux/ }).check()
  await screenshot(alice.window, '40-inviter')
  await alice.window.getByRole('button', { name: 'Créer une invitation' }).click()
  const link = await alice.window.getByLabel('Lien d’invitation').inputValue()
  await fillJoinForm(bob, link, 'La Fabrique du bourg')
  await alice.window.getByText(/La Fabrique du bourg.* demande à entrer/).waitFor()
  await screenshot(alice.window, '41-demande')
  await bob.window.getByText(/Votre demande est arrivée/).waitFor()
  await screenshot(bob.window, '41-demande-arrivee')
  await alice.window.getByRole('button', { name: 'Accepter' }).click()
  await bob.window.getByRole('link', { name: 'Pages' }).waitFor()
})

test('[ME11] a reader sees everything, and nothing to write with', async () => {
  await readPage(bob, 'Charte du réseau')
  await bob.window.getByText(/Vous lisez ce réseau sans y écrire/).waitFor()
  expect(await bob.window.getByRole('button', { name: 'Mettre à la corbeille' }).count()).toBe(0)
  expect(await bob.window.locator('[contenteditable="true"]').count()).toBe(0)
  await screenshot(bob.window, '42-lecteur')
  await goTo(bob, 'Pages')
  expect(await bob.window.getByRole('button', { name: 'Nouvelle page' }).count()).toBe(0)
})

test('[ME12] an administrator gives another role, and it counts at once', async () => {
  await goTo(alice, 'Lieux')
  await alice.window.getByLabel('Rôle de La Fabrique du bourg').first().click()
  await alice.window.getByRole('option', { name: 'Contributeur' }).click()
  await alice.window.getByRole('button', { name: 'Changer le rôle' }).click()
  await alice.window.getByText('La Fabrique du bourg est maintenant contributeur.').waitFor()
  await screenshot(alice.window, '43-lieux')
  await bob.window.getByRole('button', { name: 'Nouvelle page' }).first().waitFor()
  await newPage(bob, 'Une page de la Fabrique')
  await whenSaved(bob)
  await whenStatusSays(bob, 'Tout est à jour')
  await openPage(alice, 'Une page de la Fabrique')
})

test('[ME21] another computer of the place is invited, and writes for it', async () => {
  await goTo(alice, 'Lieux')
  await alice.window.getByRole('link', { name: 'Inviter un lieu' }).first().click()
  await alice.window.getByRole('radio', { name: 'Un autre ordinateur de L’Établi' }).check()
  await screenshot(alice.window, '47-inviter-ordinateur')
  await alice.window.getByRole('button', { name: 'Créer une invitation' }).click()
  await alice.window.getByText(/collez ce lien/).waitFor()
  expect(await accessibilityFaults(alice.window)).toEqual([])
  const link = await alice.window.getByLabel('Lien d’invitation').inputValue()
  await readLink(atTheBar, link)
  await atTheBar.window.getByText(/deviendra un ordinateur de L’Établi/).waitFor()
  expect(await atTheBar.window.getByLabel('Nom de votre lieu').count()).toBe(0)
  await screenshot(atTheBar.window, '48-rejoindre-ordinateur')
  await atTheBar.window.getByRole('button', { name: 'Oui, rejoindre ce réseau' }).click()
  await atTheBar.window.getByRole('link', { name: 'Inventaire' }).waitFor()
  await newPage(atTheBar, 'Écrit au bar')
  await whenSaved(atTheBar)
  await openPage(alice, 'Écrit au bar')
  await goTo(alice, 'Lieux')
  const members = alice.window.getByRole('table', { name: 'Lieux' })
  await expect.poll(() => members.getByRole('row', { name: /L’Établi/ }).count()).toBe(2)
  const invitations = alice.window.getByRole('table', { name: 'Invitations' })
  await invitations.getByRole('row', { name: /Un autre ordinateur de L’Établi/ }).waitFor()
  await screenshot(alice.window, '49-deux-ordinateurs')
  await atTheBar.close()
})

test('[ME17] an invitation is cancelled after a question, which Enter alone does not answer', async () => {
  await goTo(alice, 'Lieux')
  const invitation = alice.window
    .getByRole('table', { name: 'Invitations' })
    .getByRole('row', { name: /Plusieurs lieux/ })
  const cancel = invitation.getByRole('button', { name: 'Annuler' })
  await cancel.click()
  await alice.window.getByText(/Plus personne n’entrera par ce lien/).waitFor()
  await screenshot(alice.window, '49-annuler-invitation')
  expect(await accessibilityFaults(alice.window)).toEqual([])
  await alice.window.keyboard.press('Enter')
  await alice.window.getByText(/Plus personne n’entrera par ce lien/).waitFor({ state: 'detached' })
  await invitation.getByText(/Valable jusqu’au/).waitFor()
  await cancel.click()
  await alice.window.getByRole('button', { name: 'Annuler l’invitation' }).click()
  await invitation.getByText('Annulée').waitFor()
})

test('[SK2] what a place lacks is put into a file from the list of places', async () => {
  const folder = await temporaryFolder()
  await choosePath(alice, join(folder, 'nouveautes.maillage'))
  await goTo(alice, 'Lieux')
  await alice.window.getByRole('button', { name: 'Préparer un fichier à porter à La Fabrique du bourg' }).click()
  await alice.window.getByRole('button', { name: 'Choisir où l’enregistrer…' }).click()
  await alice.window
    .getByRole('status')
    .filter({ hasText: /est prêt|le fichier est vide/ })
    .waitFor()
  await screenshot(alice.window, '46-porter')
  expect(await accessibilityFaults(alice.window)).toEqual([])
  expect((await stat(join(folder, 'nouveautes.maillage'))).size).toBeGreaterThan(0)
  await alice.window.getByRole('dialog').getByRole('button', { name: 'Fermer' }).click()
  await removeFolder(folder)
})

test('[ME13] whoever is removed gets nothing more', async () => {
  await goTo(alice, 'Lieux')
  await alice.window.getByRole('button', { name: 'Retirer La Fabrique du bourg du réseau' }).click()
  await alice.window.getByText(/personne ne peut le lui reprendre/).waitFor()
  await screenshot(alice.window, '44-retirer')
  await alice.window.getByRole('button', { name: 'Retirer', exact: true }).click()
  await alice.window.getByRole('cell', { name: 'Retiré', exact: true }).waitFor()
  await whenStatusSays(alice, /Personne d’autre n’est connecté|seul lieu de ce réseau/)
  await newPage(alice, 'Entre nous')
  await whenSaved(alice)
  await bob.window.getByText(/a été retiré de ce réseau/).waitFor()
  await screenshot(bob.window, '45-retiré')
  await goTo(bob, 'Pages')
  expect(await bob.window.getByText('Entre nous').count()).toBe(0)
})

test('[ME30] whoever was removed comes back by a new invitation, and Maillage starts again by itself', async () => {
  const link = await invitationLink(alice)
  await bob.window.getByRole('button', { name: /Changer de réseau/ }).click()
  await bob.window.getByRole('menuitem', { name: 'Créer ou rejoindre un réseau' }).click()
  await readLink(bob, link)
  await bob.window.getByText(/Il y reviendra sous le nom de votre lieu/).waitFor()
  expect(await accessibilityFaults(bob.window)).toEqual([])
  await screenshot(bob.window, '50-revenir')
  await bob.window.getByRole('button', { name: 'Oui, revenir dans ce réseau' }).click()
  await openPage(bob, 'Entre nous')
  await newPage(bob, 'De retour')
  await whenSaved(bob)
  await openPage(alice, 'De retour')
  expect(await bob.window.getByText(/a été retiré de ce réseau/).count()).toBe(0)
  await goTo(alice, 'Lieux')
  await screenshot(alice.window, '51-revenu')
})

test('the windows reported no error on the way', () => {
  expect([alice, bob, atTheBar].flatMap(({ errors }) => errors)).toEqual([])
})
