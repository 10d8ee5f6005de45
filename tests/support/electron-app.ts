import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { PATIENCE } from './patience.ts'

/** An application that shows no window for so long will not: the test that asked for it says so. */
const START_DEADLINE = 45_000
/** What misses the debugger waits for nothing. */
const DEBUGGER_DEADLINE = 20_000

const root = resolve(import.meta.dirname, '../..')

/** One running Maillage with a data folder of its own. */
export interface RunningApp {
  electron: ElectronApplication
  window: Page
  dataFolder: string
  /** Everything the window logged as an error. */
  errors: string[]
  close(): Promise<void>
}

export interface LaunchOptions {
  /** Absent: a new, empty one. */
  dataFolder?: string
  environment?: Record<string, string>
  arguments?: string[]
}

/** Starts the built application as a person would, and waits for its window. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder())
  const launch = async (timeout: number) =>
    _electron.launch({
      executablePath: await electronExecutable(),
      args: [root, '--data', dataFolder, '--lang=fr', ...(options.arguments ?? [])],
      env: { ...inheritedEnvironment(), MAILLAGE_OFFLINE: '1', ...options.environment },
      cwd: root,
      timeout,
    })
  const electron = await launch(DEBUGGER_DEADLINE).catch((thrown: unknown) => {
    // Under load the debugger now and then misses the line that it waits for, while the shell runs: once is told, twice fails.
    if (!String(thrown).includes('Timeout')) throw thrown
    process.stderr.write(`started again, since the debugger did not find the application: ${String(thrown)}\n`)
    return launch(START_DEADLINE)
  })
  if (process.env.MAILLAGE_E2E_VERBOSE) electron.process().stderr?.pipe(process.stderr)
  const window = await electron.firstWindow({ timeout: START_DEADLINE })
  const errors: string[] = []
  window.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  window.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  window.setDefaultTimeout(PATIENCE)
  // Views are looked at, not watched: half-way through a slide, colours and places are wrong.
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await window.waitForLoadState('domcontentloaded')
  return { electron, window, dataFolder, errors, close: () => electron.close() }
}

/**
 * Runs `action` in the main process; it may run twice. The debugger holds its result weakly: now and then the garbage
 * collector is quicker than Playwright, and says so.
 */
export async function inMain<Argument, Result>(
  { electron }: RunningApp,
  action: (electronModule: typeof import('electron'), argument: Argument) => Result | Promise<Result>,
  argument: Argument,
): Promise<Result> {
  type Evaluate = (action: unknown, argument: Argument) => Promise<Result>
  const evaluate = electron.evaluate.bind(electron) as Evaluate
  return evaluate(action, argument).catch((thrown: unknown) => {
    if (!String(thrown).includes('promise was garbage collected')) throw thrown
    return evaluate(action, argument)
  })
}

/** Dialogs of the system cannot be clicked: they choose `path` by themselves. */
export async function choosePath(app: RunningApp, path: string): Promise<void> {
  const stub = ({ dialog }: typeof import('electron'), filePath: string) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }
  await inMain(app, stub, path)
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'maillage-e2e-'))
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

async function electronExecutable(): Promise<string> {
  const folder = join(root, 'node_modules', 'electron')
  return join(folder, 'dist', await readFile(join(folder, 'path.txt'), 'utf8'))
}

function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('MAILLAGE_') && name !== 'NODE_OPTIONS'))
}

/** Process ids of the cores now alive. */
export function corePids(app: RunningApp): Promise<number[]> {
  const pids = ({ app: electronApp }: typeof import('electron'), wanted: string) =>
    electronApp
      .getAppMetrics()
      .filter(({ name, serviceName }) => name === wanted || serviceName === wanted)
      .map(({ pid }) => pid)
  return inMain(app, pids, 'Maillage core')
}
