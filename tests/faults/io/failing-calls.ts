import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { builtProgram } from '../../support/built-program.ts'
import { compilePreload } from '../preload/preload.ts'

const execute = promisify(execFile)
const { ENOSPC, EIO, EACCES, EMFILE, EROFS, EDQUOT } = constants.errno
const errors = [ENOSPC, EIO, EACCES, EMFILE, EROFS, EDQUOT]
/** Calls that fail one after the other: a hiccup, a moment, several retries. */
const lengths = [1, 3, 8]
const DEADLINE = 60_000

export interface IoResult {
  /** Calls that change files in the whole scenario. */
  calls: number
  runs: number
  acknowledged: number
  /** Codes that people were given. */
  codes: string[]
  /** What was lost, what ended, what had no sentence. */
  failures: string[]
}

/** Makes each call of the scenario that changes a file fail once, or every `stride`-th of them; two at a time. */
export async function failEachCall(options: { stride: number; say?(line: string): void }): Promise<IoResult> {
  const root = await mkdtemp(join(tmpdir(), 'maillage-io-'))
  const library = await compilePreload('fail-call', root)
  const program = await builtProgram(join(import.meta.dirname, 'io-peer.ts'))
  const count = join(root, 'count')
  await runOnce({ program, library, folder: join(root, 'counted'), at: 0, count })
  const calls = Number(await readFile(count, 'utf8'))
  const result: IoResult = { calls, runs: 0, acknowledged: 0, codes: [], failures: [] }
  const positions = Array.from({ length: Math.floor(calls / options.stride) }, (_, index) => 1 + index * options.stride)
  const work = async () => {
    for (let at = positions.shift(); at !== undefined; at = positions.shift()) {
      await failOne({ program, library, folder: join(root, String(at)), at }, result)
      if (result.runs % 50 === 0) options.say?.(`${result.runs} runs: ${describe(result)}`)
    }
  }
  await Promise.all([work(), work()])
  await rm(root, { recursive: true })
  return result
}

export function describe({ calls, runs, acknowledged, codes, failures }: IoResult): string {
  return `${calls} calls, ${runs} made to fail, ${acknowledged} acknowledged, codes ${codes.join(' ')}, ${failures.length} failures`
}

interface Fault {
  program: string
  library: string
  folder: string
  at: number
  length?: number
  error?: number
  count?: string
}

async function failOne(fault: Fault, result: IoResult): Promise<void> {
  const error = errors[fault.at % errors.length] ?? EIO
  const length = lengths[Math.floor(fault.at / errors.length) % lengths.length] ?? 1
  const failed = (reason: string) =>
    result.failures.push(`call ${fault.at} (errno ${error}, ${length} times): ${reason}`)
  result.runs++
  try {
    const told = await runOnce({ ...fault, error, length })
    result.acknowledged += told.acknowledged
    result.codes = [...new Set([...result.codes, ...told.codes])].sort()
    if (told.lost.length > 0) failed(`lost ${told.lost.join(', ')}`)
    if (told.unexpected.length > 0) failed(`no sentence for ${told.unexpected[0]}`)
  } catch (thrown) {
    failed(thrown instanceof Error ? thrown.message.slice(-2_000) : String(thrown))
  }
  await rm(fault.folder, { recursive: true, force: true })
}

async function runOnce({ program, library, folder, at, length = 1, error = EIO, count = '' }: Fault) {
  const { stdout } = await execute(process.execPath, [program, folder], {
    timeout: DEADLINE,
    killSignal: 'SIGKILL',
    env: {
      ...process.env,
      LD_PRELOAD: library,
      FAULT_FOLDER: folder,
      FAULT_AT: String(at),
      FAULT_FOR: String(length),
      FAULT_ERRNO: String(error),
      ...(count && { FAULT_COUNT: count }),
    },
  })
  return JSON.parse(stdout) as { acknowledged: number; lost: string[]; codes: string[]; unexpected: string[] }
}
