/**
 * The real application, killed while somebody types: `npm run faults -- kill-application --rounds 50`. What the window
 * had called saved must be there at the next start.
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { launchApp, type RunningApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'
import { foundNetwork, newPage, openPage, pageText, whenSaved } from '../support/place-window.ts'
import { chance } from '../support/random.ts'

const TITLE = 'Carnet'
const TYPES_AT_MOST = 2_500

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string' } } })
const rounds = Number(values.rounds)
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
const random = chance(seed)
const say = (line: string) => void process.stdout.write(`${line}\n`)

const dataFolder = await temporaryFolder()
const saved: string[] = []
const lost: string[] = []
await begin()
for (let round = 0; round < rounds; round++) {
  const app = await launchApp({ dataFolder })
  const text = await openPage(app, TITLE)
  const shown = (await text.textContent()) ?? ''
  lost.push(...saved.filter((word) => !shown.includes(word)))
  const killed = killWithin(app, random.below(TYPES_AT_MOST))
  await typeUntilKilled(app, round)
  await killed
  if (round % 10 === 9) say(`${round + 1} of ${rounds}: ${saved.length} words called saved, ${lost.length} lost`)
}
await removeFolder(dataFolder)
say(`the application, seed ${seed}: ${rounds} kills, ${saved.length} words called saved, ${lost.length} lost`)
if (saved.length < rounds) say('too few words were saved to prove anything')
process.exit(lost.length === 0 && saved.length >= rounds ? 0 : 1)

async function begin(): Promise<void> {
  const app = await launchApp({ dataFolder })
  await foundNetwork(app, 'Le Fournil', 'Réseau du plateau')
  await newPage(app, TITLE)
  await app.window.keyboard.type('Au début. ')
  await whenSaved(app)
  await app.close()
}

/** Types word after word; a word counts once the window, having drawn it, says that it is saved. */
async function typeUntilKilled(app: RunningApp, round: number): Promise<void> {
  try {
    await pageText(app).click()
    await app.window.keyboard.press('Control+End')
    for (let word = 0; ; word++) {
      const marker = `mot${round}n${word}z`
      await app.window.keyboard.type(`${marker} `)
      await app.window.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
      await whenSaved(app)
      saved.push(marker)
    }
  } catch (thrown) {
    if (!app.window.isClosed()) throw thrown
  }
}

/** Ends every process of the application at once, as a power cut would. */
async function killWithin({ electron }: RunningApp, milliseconds: number): Promise<void> {
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
  const ended = once(electron.process(), 'exit')
  await new Promise((waited) => setTimeout(waited, milliseconds))
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended with another.
    }
  }
  await ended
}
