import { createBirpc } from 'birpc'
import type { ZodError } from 'zod'
import { AppError, type ErrorCode, toAppError } from '../errors.ts'
import { type CommandName, type Commands, commands, type EventName, type Events } from './contract.ts'

/** A message port of any make: the window's, Electron's, Node's. */
export interface CallPort {
  post(message: unknown): void
  listen(listener: (message: unknown) => void): void
}

/** What the core does for each command; the input has been parsed. */
export type Handlers = {
  [Name in CommandName]: (input: Commands[Name]['parsed']) => Promise<Commands[Name]['out']>
}

type Answer = { ok: true; value: unknown } | { ok: false; error: { code: ErrorCode; message: string } }

interface CoreSide {
  call(name: string, input: unknown): Promise<Answer>
}
interface WindowSide {
  event(name: string, payload: unknown): void
}

/** The core, as a window sees it. */
export interface CoreConnection {
  /** @throws AppError with the core's code, or `disconnected` */
  call<Name extends CommandName>(name: Name, input: Commands[Name]['in']): Promise<Commands[Name]['out']>
  /** Returns its own undo. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void
  /** Calls under way, and later ones, are refused with `disconnected`. */
  close(): void
}

/** Joining a network and writing a whole example take as long as they take: calls end by answer or by closing. */
const NO_TIMEOUT = -1

export function connectToCore(port: CallPort): CoreConnection {
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const local: WindowSide = {
    event(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload as never)
    },
  }
  const rpc = createBirpc<CoreSide, WindowSide>(local, {
    post: (message) => port.post(message),
    on: (listener) => port.listen(listener),
    timeout: NO_TIMEOUT,
  })
  return {
    async call(name, input) {
      const answer = await askCore(() => rpc.call(name, input))
      if (!answer.ok) throw new AppError(answer.error.code, answer.error.message)
      return answer.value as Commands[typeof name]['out']
    },
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set()
      listeners.set(name, ofName.add(listener))
      return () => ofName.delete(listener)
    },
    close: () => rpc.$close(),
  }
}

async function askCore(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (cause) {
    throw new AppError('disconnected', 'the core has gone', { cause })
  }
}

/** A window, as the core sees it. */
export interface WindowConnection {
  tell<Name extends EventName>(name: Name, payload: Events[Name]): void
  close(): void
}

/**
 * Answers a window's calls. Inputs are parsed by the contract before a handler sees them; only codes and messages of
 * errors leave, and what was not expected is given to `onUnexpected` where it happened.
 */
export function serveWindow(
  port: CallPort,
  handlers: Handlers,
  onUnexpected: (error: AppError) => void,
): WindowConnection {
  const local: CoreSide = {
    async call(name, input) {
      try {
        return { ok: true, value: await dispatch(handlers, name, input) }
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code === 'internal') onUnexpected(error)
        return { ok: false, error: { code: error.code, message: error.message } }
      }
    },
  }
  const rpc = createBirpc<WindowSide, CoreSide>(local, {
    post: (message) => port.post(message),
    on: (listener) => port.listen(listener),
    timeout: NO_TIMEOUT,
  })
  return {
    tell: (name, payload) => void rpc.event.asEvent(name, payload),
    close: () => rpc.$close(),
  }
}

/** Parses the input of a call by its name, and has it handled. */
export function dispatch(handlers: Handlers, name: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(commands, name)) throw new AppError('invalid-input', `no command is called ${name}`)
  const parsed = commands[name as CommandName].input.safeParse(input)
  if (!parsed.success) throw new AppError('invalid-input', `${name}: ${refusal(parsed.error)}`)
  return (handlers[name as CommandName] as (input: unknown) => Promise<unknown>)(parsed.data)
}

/** `fields.kind: Invalid option: …`. */
function refusal({ issues: [first] }: ZodError): string {
  return first ? [first.path.join('.'), first.message].filter(Boolean).join(': ') : ''
}
