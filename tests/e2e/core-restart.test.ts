import { afterAll, beforeAll, expect, test } from 'vitest'
import { Core } from '../../src-main/core/core.ts'
import { corePids, launchApp, type RunningApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'

const RESTART_DEADLINE = 5_000

let app: RunningApp

beforeAll(async () => {
  app = await launchApp()
  await app.window.getByRole('heading', { name: 'Bienvenue dans Maillage' }).waitFor()
})
afterAll(async () => {
  await app?.close()
  await removeFolder(app.dataFolder)
})

test('[WI4] a core that dies is started again, and the same window goes on', async () => {
  const [before] = await corePids(app)
  if (before === undefined) throw new Error('no core is running')
  await app.window.evaluate(() => Reflect.set(window, 'sameWindow', true))
  const start = Date.now()
  process.kill(before, 'SIGKILL')
  await app.window.getByText(/le moteur de Maillage redémarre/).waitFor()
  await app.window.getByText(/le moteur de Maillage redémarre/).waitFor({ state: 'detached' })
  const took = Date.now() - start

  await app.window.getByRole('button', { name: /Rejoindre un réseau/ }).click()
  await app.window.getByLabel('Lien d’invitation').fill('ceci n’est pas un lien')
  await app.window.getByRole('button', { name: 'Lire l’invitation' }).click()
  await app.window.getByText(/Ce lien est incomplet ou mal recopié/).waitFor()

  expect(await corePids(app)).not.toContain(before)
  expect(await app.window.evaluate(() => Reflect.get(window, 'sameWindow'))).toBe(true)
  expect(took).toBeLessThan(RESTART_DEADLINE)
})

test('[WI3] a core that could not start, because the data were in use, starts when asked again', async () => {
  const dataFolder = await temporaryFolder()
  const other = await Core.start({ folder: dataFolder, wires: () => [] })
  const late = await launchApp({ dataFolder })
  try {
    await late.window.getByText(/Maillage est déjà ouvert avec ces données/).waitFor()
    await other.stop()
    await late.window.getByRole('button', { name: 'Réessayer' }).click()
    await late.window.getByRole('heading', { name: 'Bienvenue dans Maillage' }).waitFor()
  } finally {
    await other.stop()
    await late.close()
    await removeFolder(dataFolder)
  }
})
