import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { coreEngineFlags, coreEnvironment } from '../../src-main/core-runtime.ts'
import type { CommandName, Commands } from '../../src-shared/ipc/contract.ts'
import { builtProgram } from './built-program.ts'
import type { Answered } from './core-host.ts'

let program: Promise<string> | undefined

/** Built once for all. */
function hostProgram(): Promise<string> {
  program ??= builtProgram(join(import.meta.dirname, 'core-host.ts'))
  return program
}

/** A whole core in a process of its own: what it costs can be told from what the test costs. */
export class HostedCore {
  private child: ChildProcess | undefined
  private readonly waiting = new Map<number, (answered: Answered) => void>()
  private asked = 0

  /** `options` are the folder, and of the internet the nodes to enter through and the address to bind to. */
  constructor(
    private readonly options: string[],
    /** What the process is started by. */
    private readonly launcher: string[] = [],
  ) {}

  async start(): Promise<void> {
    const line = [...this.launcher, process.execPath, ...coreEngineFlags, await hostProgram(), ...this.options]
    const child = spawn(line[0] ?? '', line.slice(1), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: { ...process.env, ...coreEnvironment },
    })
    this.child = child
    const started = new Promise<void>((resolve) => this.waiting.set(0, () => resolve()))
    child.on('message', (answered: Answered) => this.waiting.get(answered.id)?.(answered))
    await started
  }

  call<Name extends CommandName>(command: Name, input: Commands[Name]['in']): Promise<Commands[Name]['out']> {
    return this.ask(command, input) as Promise<Commands[Name]['out']>
  }

  /** Bytes in use. */
  memory(): Promise<number> {
    return this.ask('memory', {}) as Promise<number>
  }

  /** Bytes that something still refers to. */
  held(): Promise<number> {
    return this.ask('held', {}) as Promise<number>
  }

  /** Bytes, so far. */
  traffic(): Promise<{ received: number; sent: number }> {
    return this.ask('traffic', {}) as Promise<{ received: number; sent: number }>
  }

  /** Resolves once its process has ended. */
  async stop(): Promise<void> {
    const { child } = this
    this.child = undefined
    if (!child) return
    const ended = once(child, 'exit')
    child.send({ id: ++this.asked, command: 'stop', input: {} })
    await ended
  }

  private ask(command: string, input: unknown): Promise<unknown> {
    const id = ++this.asked
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, error }) => {
        this.waiting.delete(id)
        if (error) reject(Object.assign(new Error(error.message), { code: error.code }))
        else resolve(value)
      })
      this.child?.send({ id, command, input })
    })
  }
}
