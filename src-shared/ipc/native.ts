import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'

/*
 * The few things only the shell can do for a window. Everything else is asked of the core (contract.ts).
 * Answered in src-main/native.ts; reaches the window through src-main/preload.ts.
 */

/** Origin of the application's own pages: the only one the shell listens to. */
export const appScheme = 'maillage-app'
export const appOrigin = `${appScheme}://app`

/** What the preload posts to its own window, with the ports [calls, documents]. */
export const portsMessage = 'maillage:ports'

/** Several times what the longest page makes. */
const MAX_SAVED_BYTES = 50 * 1024 * 1024

export const nativeInputs = {
  /** Hands the window a new pair of ports to the core, as soon as the core is ready. */
  'core.connect': z.object({}),
  /** Starts a core that had given up. */
  'core.retry': z.object({}),
  /** A page in one of the formats that pages are exported in. */
  'file.save': z.object({
    name: z
      .string()
      .max(300)
      .regex(/.\.(?:md|wiki|html|json)$/),
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= MAX_SAVED_BYTES),
  }),
  /** Where to put a backup, or those of a schedule, or which one to take; only a path that was sealed here is taken by the core. */
  'backup.choose': z.object({ purpose: z.enum(['create', 'restore', 'folder']), name: z.string().max(200) }),
  /** Asks the person first, showing the true host. */
  'link.open': z.object({ address: z.string().max(4_000) }),
  /** The window has handed over what was typed, and may go; unless not all of it could be written, and a person stays. */
  'window.leave': z.object({ saved: z.boolean() }),
  'app.about': z.object({}),
  /** How large everything in the window is, in times of the usual size. */
  'window.zoom': z.object({ factor: z.number().min(0.5).max(3) }),
  'app.setLanguage': z.object({ language: z.enum(['fr', 'en']) }),
} as const

export interface NativeOutputs {
  'core.connect': null
  'core.retry': null
  'file.save': { saved: boolean }
  'backup.choose': { chosen: { sealedPath: string; name: string } | null }
  'link.open': { opened: boolean }
  'window.leave': null
  'app.about': { version: string; dataFolder: string }
  'window.zoom': null
  'app.setLanguage': null
}

export type NativeName = keyof typeof nativeInputs
export type NativeInput<Name extends NativeName> = z.input<(typeof nativeInputs)[Name]>

/** How the core is doing, as the shell that runs it sees it. */
export type CoreState =
  | { state: 'starting' }
  | { state: 'ready' }
  | { state: 'restarting' }
  | { state: 'failed'; code: ErrorCode; message: string }

/** What the shell tells a window without being asked. */
export interface NativeEvents {
  'core.changed': CoreState
  /** A maillage:// address was opened elsewhere: text to show, never to act on. */
  'link.received': { text: string }
  /** The window is about to go: it hands over what was typed, then asks `window.leave`. */
  'window.closing': Record<string, never>
}
export type NativeEventName = keyof NativeEvents

/** What the shell answers: of an error, Electron would pass on nothing but the words. */
export type NativeAnswer<Name extends NativeName> =
  | { value: NativeOutputs[Name] }
  | { error: { code: ErrorCode; message: string } }

/** `window.maillage`: the whole of what the preload exposes. */
export interface NativeBridge {
  ask<Name extends NativeName>(name: Name, input: NativeInput<Name>): Promise<NativeAnswer<Name>>
  on<Name extends NativeEventName>(name: Name, listener: (payload: NativeEvents[Name]) => void): () => void
}
