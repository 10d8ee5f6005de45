import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Core } from '../../src-main/core/core.ts'
import { corePids, launchApp, type RunningApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'
import { foundNetwork, newPage, pageText, whenSaved, whenSaving } from '../support/place-window.ts'

const RESTART_DEADLINE = 5_000

const cli = resolve(import.meta.dirname, '../../out/main/cli.js')
let app: RunningApp

beforeAll(async () => {
  app = await launchApp()
  await app.window.getByRole('heading', { name: 'Bienvenue dans Maillage' }).waitFor()
})
afterAll(async () => {
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

test('[WI1] what is typed is said to be saved once the core has confirmed it, and is there whatever ends the application', async () => {
  await app.window.getByRole('button', { name: 'Retour' }).click()
  await foundNetwork(app, 'Le Fournil', 'Réseau du plateau')
  await newPage(app, 'Carnet')
  await app.window.keyboard.type('Au début. ')
  await whenSaved(app)
  const [core = 0] = await corePids(app)
  process.kill(core, 'SIGSTOP')
  await app.window.keyboard.type('Une phrase de plus.')
  await whenSaving(app)
  process.kill(core, 'SIGCONT')
  await whenSaved(app)
  expect(await pageText(app).textContent()).toBe('Au début. Une phrase de plus.')
  await endAtOnce(app)
  const [page = ''] = (await terminal('page', 'list')).split(' ')
  expect((await terminal('page', 'show', page)).trim()).toBe('Au début. Une phrase de plus.')
})

/** What a command prints about the data of the application, which has ended. */
async function terminal(...command: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...command, '--data', app.dataFolder])
  return stdout
}

/** Ends every process of the application, as a power cut would. */
async function endAtOnce({ electron }: RunningApp): Promise<void> {
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
  const ended = once(electron.process(), 'exit')
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await ended
}
