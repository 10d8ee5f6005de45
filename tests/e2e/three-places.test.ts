import type { ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import createTestnet from 'hyperdht/testnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtProgram } from '../support/built-program.ts'
import { choosePath, launchApp, type RunningApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'
import {
  foundNetwork,
  goTo,
  invitationLink,
  joinNetwork,
  newPage,
  openPage,
  whenSaved,
  whenStatusSays,
} from '../support/place-window.ts'
import { screenshot } from '../support/screenshots.ts'
import { startServing, stopServing } from '../support/serving-process.ts'

/* Three whole applications that are never all there at the same time. */

let testnet: Awaited<ReturnType<typeof createTestnet>>
let alice: RunningApp
let bob: RunningApp
let carol: RunningApp
const launched: RunningApp[] = []
let relay: ChildProcess | undefined

/** The way to the others, on this computer alone. */
function network(): Record<string, string> {
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  return { MAILLAGE_BOOTSTRAP: bootstrap, MAILLAGE_HOST: '127.0.0.1' }
}

async function launch(options: { after?: RunningApp; isOffline?: boolean } = {}): Promise<RunningApp> {
  const environment = { MAILLAGE_OFFLINE: options.isOffline ? '1' : '0', ...network() }
  const app = await launchApp({ environment, ...(options.after && { dataFolder: options.after.dataFolder }) })
  launched.push(app)
  return app
}

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  alice = await launch()
  bob = await launch()
  carol = await launch()
})
afterAll(async () => {
  for (const app of launched) await app.close().catch(() => undefined)
  relay?.kill('SIGKILL')
  await testnet?.destroy()
  for (const folder of new Set(launched.map(({ dataFolder }) => dataFolder))) await removeFolder(folder)
})

test('[SY3, WI2] what one wrote while another was closed reaches it through the third, when the first is closed itself', async () => {
  await foundNetwork(alice, 'L’Établi', 'Réseau de la vallée')
  await joinNetwork(bob, await invitationLink(alice), 'La Fabrique du bourg')
  await goTo(alice, 'Pages')
  await joinNetwork(carol, await invitationLink(alice), 'Le Café d’en haut')
  await whenStatusSays(bob, 'Tout est à jour')
  await bob.close()
  await newPage(alice, 'Pendant son absence')
  await whenSaved(alice)
  await openPage(carol, 'Pendant son absence')
  // Bob is away, and does not have it.
  await whenStatusSays(alice, /à transmettre/)
  expect(await alice.window.getByText('Tout est à jour').count()).toBe(0)
  await alice.close()
  bob = await launch({ after: bob })
  await openPage(bob, 'Pendant son absence')
})

test('[RE4] a relay without a key, invited from a window, has for one what another wrote who is closed', async () => {
  await bob.close()
  await carol.close()
  alice = await launch({ after: alice })
  await goTo(alice, 'Lieux')
  await alice.window.getByRole('link', { name: 'Inviter un lieu' }).first().click()
  await alice.window.getByRole('radio', { name: 'Un relais' }).click()
  await alice.window.getByRole('button', { name: 'Créer une invitation' }).click()
  const link = await alice.window.getByLabel('Lien d’invitation').inputValue()
  const folder = await temporaryFolder()
  const program = await builtProgram(resolve(import.meta.dirname, '../../src-main/cli/index.ts'))
  relay = await startServing([program, 'relay', '--data', folder, '--json'], {
    ...network(),
    MAILLAGE_LINK: link,
  })
  await newPage(alice, 'Gardée par le relais')
  await whenSaved(alice)
  await alice.window.getByTitle('Détails par lieu').click()
  const card = alice.window.getByRole('region', { name: 'Relais' })
  await card.getByText('Ce relais garde et transmet, sans pouvoir lire.').waitFor()
  await card.locator('[role="progressbar"][aria-valuenow="100"]').waitFor()
  await screenshot(alice.window, '72-relais')
  await alice.close()
  bob = await launch({ after: bob })
  await openPage(bob, 'Gardée par le relais')
  await stopServing(relay)
  await removeFolder(folder)
  carol = await launch({ after: carol })
})

test('[SK1] a file on a stick brings what was written to whoever has no line', async () => {
  await bob.close()
  alice = await launch({ after: alice })
  await newPage(alice, 'Portée sur une clé')
  await whenSaved(alice)
  const stick = await temporaryFolder()
  const file = join(stick, 'nouveautes.maillage')
  await choosePath(alice, file)
  await goTo(alice, 'Lieux')
  await alice.window.getByRole('button', { name: 'Préparer un fichier à porter à La Fabrique du bourg' }).click()
  await alice.window.getByRole('button', { name: 'Choisir où l’enregistrer…' }).click()
  await alice.window.getByRole('status').filter({ hasText: 'La Fabrique du bourg' }).waitFor()
  await alice.window.getByRole('dialog').getByRole('button', { name: 'Fermer' }).click()
  bob = await launch({ after: bob, isOffline: true })
  await goTo(bob, 'Réglages')
  await choosePath(bob, file)
  await bob.window.getByRole('button', { name: 'Choisir le fichier…' }).click()
  await bob.window.getByRole('status').filter({ hasText: 'Réseau de la vallée' }).waitFor()
  await screenshot(bob.window, '70-clé-lue')
  await openPage(bob, 'Portée sur une clé')
  await removeFolder(stick)
})

test('[ME22] the only administrator’s computer is lost, and its sheet brings everything back from the others', async () => {
  await goTo(alice, 'Réglages')
  await alice.window.getByRole('link', { name: 'Préparer la feuille…' }).click()
  const letters = (await alice.window.getByLabel('Les lettres à recopier').textContent()) ?? ''
  await alice.close()
  const fresh = await launch()
  await fresh.window.getByRole('button', { name: /feuille de secours/ }).click()
  await fresh.window.getByLabel('Feuille de secours').fill(letters)
  await fresh.window.getByRole('button', { name: 'Retrouver ma place' }).click()
  await openPage(fresh, 'Portée sur une clé')
  await goTo(fresh, 'Lieux')
  await fresh.window.getByLabel('Rôle de Le Café d’en haut').first().click()
  await fresh.window.getByRole('option', { name: 'Lecteur' }).click()
  await fresh.window.getByRole('button', { name: 'Changer le rôle' }).click()
  await carol.window.getByText(/Vous lisez ce réseau sans y écrire/).waitFor()
  await screenshot(fresh.window, '71-place-retrouvée')
})

test('the windows reported no error on the way', () => {
  expect(launched.flatMap(({ errors }) => errors)).toEqual([])
})
