import { once } from 'node:events'
import { launchApp, removeFolder } from './electron-app.ts'
import { foundNetwork, joinNetwork } from './place-window.ts'

/*
 * A person opens the application, joins with the link that is given, or founds a network without one, and
 * closes the window. Prints the seconds from the click to the list of pages, and from closing to the end of the process.
 */
const [link] = process.argv.slice(2)
const app = await launchApp({ environment: { MAILLAGE_OFFLINE: '0' } })
const seconds = (since: number) => (performance.now() - since) / 1_000

const began = performance.now()
if (link) await joinNetwork(app, link, 'La Fabrique')
else await foundNetwork(app, 'La Fabrique', 'Réseau de la vallée')
const untilJoined = seconds(began)

const ended = once(app.electron.process(), 'exit')
const closed = performance.now()
await app.window.evaluate(() => window.close())
await ended
process.stdout.write(`${JSON.stringify({ untilJoined, untilEnded: seconds(closed), errors: app.errors })}\n`)
await removeFolder(app.dataFolder)
