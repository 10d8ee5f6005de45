import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { OpenDocuments } from '../../src-main/core/documents/open-documents.ts'
import { createHandlers } from '../../src-main/core/handlers.ts'
import { startCore } from '../../src-main/core/start-core.ts'
import { toAppError } from '../../src-shared/errors.ts'
import type { CommandName } from '../../src-shared/ipc/contract.ts'
import { commands } from '../../src-shared/ipc/contract.ts'

/* A core in a process of its own, whose commands come from the test. */

export interface Asked {
  id: number
  command: CommandName | 'memory' | 'held' | 'traffic' | 'stop'
  input: unknown
}

export interface Answered {
  id: number
  value?: unknown
  error?: { code: string; message: string }
}

const [folder = '', bootstrap, host] = process.argv.slice(2)
const core = await startCore({ folder, bootstrap, host, offline: false })
const open = new OpenDocuments(() => core.now())
const call = createHandlers(core, open, 1)

process.on('disconnect', () => process.exit())
process.on('message', async ({ id, command, input }: Asked) => {
  try {
    answer({ id, value: await run(command, input) })
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    answer({ id, error: { code, message } })
  }
  if (command === 'stop') process.exit()
})
answer({ id: 0 })

async function run(command: Asked['command'], input: unknown): Promise<unknown> {
  if (command === 'memory') return process.memoryUsage().rss + process.memoryUsage().external
  if (command === 'held') return held()
  if (command === 'traffic') return core.network.traffic()
  if (command === 'stop') {
    await open.stop()
    return core.stop()
  }
  return (call[command] as (input: unknown) => Promise<unknown>)(commands[command].input.parse(input))
}

function held(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  return process.memoryUsage().heapUsed + process.memoryUsage().external
}

function answer(answered: Answered): void {
  process.send?.(answered)
}
