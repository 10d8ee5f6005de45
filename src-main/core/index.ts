import { randomUUID } from 'node:crypto'
import { toAppError } from '../../src-shared/errors.ts'
import { CoreService } from './core-service.ts'
import { isSwitchedOn, startCore } from './start-core.ts'
import type { ServicePort } from './window-port.ts'

/*
 * The core beside a window: a utilityProcess that the shell starts with `--data FOLDER`. It says `ready` or `failed`
 * once, takes the two ports of each window, and stops when told to.
 */

interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: ServicePort[] }) => void): void
  postMessage(message: unknown): void
}

/** Exit code of a core that must be started again. */
const SPENT = 75

const { parentPort } = process as unknown as { parentPort: ParentPort }
const folder = process.argv[process.argv.indexOf('--data') + 1] ?? ''
const log = (message: string) => parentPort.postMessage({ type: 'log', message })

// A rejection that nobody awaited is a bug to report, not a reason to lose what people are typing.
process.on('unhandledRejection', (reason) => log(`unexpected: ${String(reason)}`))

const starting = startCore({
  folder,
  bootstrap: process.env.MAILLAGE_BOOTSTRAP,
  host: process.env.MAILLAGE_HOST,
  offline: isSwitchedOn(process.env.MAILLAGE_OFFLINE),
  // Without a key no path is taken at all.
  pathKey: process.env.MAILLAGE_PATH_KEY ?? randomUUID(),
  log,
}).then((core) => {
  const service = new CoreService(core)
  // The shell starts a core that ends: the next one has the fresh key.
  core.once('spent', () => void service.stop().finally(() => process.exit(SPENT)))
  core.once('damaged', (part) => {
    log(`stored bytes of ${part} are damaged: starting again, to heal them`)
    // The shell starts a core that ends; the next one finds the note.
    void service.stop().finally(() => process.exit(0))
  })
  void core.backups.start()
  return service
})

starting.then(
  () => parentPort.postMessage({ type: 'ready' }),
  (thrown: unknown) => {
    const { code, message } = toAppError(thrown)
    parentPort.postMessage({ type: 'failed', code, message })
  },
)

parentPort.on('message', async ({ data, ports }) => {
  const message = data as { type?: string; id?: number }
  const service = await starting.catch(() => undefined)
  if (message.type === 'stop') {
    await service?.stop()
    process.exit(0)
  }
  const [calls, documents] = ports
  if (message.type === 'window' && message.id && calls && documents) service?.addWindow(message.id, calls, documents)
  if (message.type === 'window-closed' && message.id) await service?.removeWindow(message.id)
})
