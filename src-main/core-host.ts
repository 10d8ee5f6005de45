import { randomBytes } from 'node:crypto'
import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron'
import { type ErrorCode, errorCodes } from '../src-shared/errors.ts'
import type { CoreState } from '../src-shared/ipc/native.ts'
import { type PathPurpose, sealPath } from './chosen-path.ts'
import { coreEngineFlags, coreEnvironment } from './core-runtime.ts'
import { log } from './log.ts'

/** Waits before the next start, growing while the core keeps dying; a person never waits more than five seconds. */
const RESTART_DELAYS = [200, 1_000, 2_000, 4_000]

/** Deaths in a row, none of them after a `ready`, that make us stop trying until a person asks. */
const MAX_FAILED_STARTS = 5

/** How long a core may take to write what it holds before we end it. */
const STOP_DEADLINE = 10_000

interface CoreHostOptions {
  /** The built core. */
  entry: string
  dataFolder: string
  onChange(state: CoreState): void
}

/**
 * Runs the core beside the shell and hands its ports to windows. If the core dies it is started again,
 * and every window gets new ports: the old ones are dead with their process.
 */
export class CoreHost {
  #options: CoreHostOptions
  #process: UtilityProcess | undefined
  #state: CoreState = { state: 'starting' }
  #stopping = false
  #failedStarts = 0
  #restartTimer: NodeJS.Timeout | undefined
  #lastConnection = 0
  /** The core takes paths under it from windows. */
  #pathKey = randomBytes(32).toString('hex')
  /** Windows that want to talk to the core, and the connection each one has with this very process. */
  #connections = new Map<WebContents, number | undefined>()

  constructor(options: CoreHostOptions) {
    this.#options = options
  }

  get state(): CoreState {
    return this.#state
  }

  start(): void {
    if (this.#process || this.#stopping) return
    const child = utilityProcess.fork(this.#options.entry, ['--data', this.#options.dataFolder], {
      serviceName: 'Maillage core',
      stdio: 'inherit',
      execArgv: [`--js-flags=${coreEngineFlags.join(' ')}`],
      env: { ...process.env, ...coreEnvironment, MAILLAGE_PATH_KEY: this.#pathKey },
    })
    this.#process = child
    child.on('message', (message: unknown) => {
      if (this.#process === child) this.#onMessage(message)
    })
    child.once('exit', (code) => this.#onExit(child, code))
  }

  /** A path that a person chose, for a window to give to the core. */
  sealPath(path: string, purpose: PathPurpose): string {
    return sealPath(path, purpose, this.#pathKey)
  }

  /** A person asks again after a failure. */
  retry(): void {
    if (this.#state.state !== 'failed') return
    this.#failedStarts = 0
    this.#change({ state: 'starting' })
    this.start()
  }

  /** Gives the window a fresh pair of ports, now or when the core is ready. */
  connect(contents: WebContents): void {
    this.#closeConnection(contents)
    if (!this.#connections.has(contents)) contents.once('destroyed', () => this.#forget(contents))
    this.#connections.set(contents, undefined)
    if (this.#state.state === 'ready') this.#handOver(contents)
  }

  /** Asks the core to write what it holds and leave; ends it at the deadline. */
  stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restartTimer)
    const child = this.#process
    if (!child) return Promise.resolve()
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        log('core', 'did not stop in time')
        child.kill()
      }, STOP_DEADLINE)
      child.once('exit', () => {
        clearTimeout(deadline)
        resolve()
      })
      child.postMessage({ type: 'stop' })
    })
  }

  #onMessage(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('type' in message)) return
    if (message.type === 'ready') {
      this.#failedStarts = 0
      this.#change({ state: 'ready' })
      for (const contents of this.#connections.keys()) this.#handOver(contents)
    } else if (message.type === 'failed') {
      // It is of no more use, and would be in the way of the next.
      this.#process?.kill()
      this.#process = undefined
      this.#change({ state: 'failed', ...readFailure(message) })
    } else if (message.type === 'log') {
      log('core', 'message' in message ? String(message.message) : JSON.stringify(message))
    }
  }

  #onExit(child: UtilityProcess, code: number): void {
    if (this.#process !== child) return
    this.#process = undefined
    for (const contents of this.#connections.keys()) this.#connections.set(contents, undefined)
    if (this.#stopping || this.#state.state === 'failed') return
    log('core', `ended unexpectedly with code ${code}`)
    if (this.#state.state !== 'ready') this.#failedStarts += 1
    if (this.#failedStarts >= MAX_FAILED_STARTS) {
      this.#change({ state: 'failed', code: 'internal', message: `the core ends at start with code ${code}` })
      return
    }
    this.#change({ state: 'restarting' })
    const delay = RESTART_DELAYS[Math.min(this.#failedStarts, RESTART_DELAYS.length - 1)]
    this.#restartTimer = setTimeout(() => this.start(), delay)
  }

  #handOver(contents: WebContents): void {
    if (!this.#process || contents.isDestroyed()) return
    this.#lastConnection += 1
    this.#connections.set(contents, this.#lastConnection)
    const calls = new MessageChannelMain()
    const documents = new MessageChannelMain()
    this.#process.postMessage({ type: 'window', id: this.#lastConnection }, [calls.port1, documents.port1])
    contents.postMessage('core.ports', null, [calls.port2, documents.port2])
  }

  #closeConnection(contents: WebContents): void {
    const connection = this.#connections.get(contents)
    if (connection !== undefined) this.#process?.postMessage({ type: 'window-closed', id: connection })
  }

  #forget(contents: WebContents): void {
    this.#closeConnection(contents)
    this.#connections.delete(contents)
  }

  #change(state: CoreState): void {
    this.#state = state
    this.#options.onChange(state)
  }
}

function readFailure(message: object): { code: ErrorCode; message: string } {
  const code = 'code' in message ? errorCodes.find((known) => known === message.code) : undefined
  return { code: code ?? 'internal', message: 'message' in message ? String(message.message) : '' }
}
