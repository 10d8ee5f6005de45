import { contextBridge, ipcRenderer } from 'electron'
import type { NativeBridge, NativeEventName, NativeEvents } from '../src-shared/ipc/native.ts'

/*
 * The one door between the page and Electron: named calls, named events, and the ports to the core.
 * Built alone into one .cjs file, as a sandboxed window asks: types are its only imports from the project.
 */
const listeners = new Map<string, Set<(payload: unknown) => void>>()

/** What was told before the page could listen, by name; the last word of each is kept. */
const waiting = new Map<string, unknown>()

ipcRenderer.on('native.event', (_event, name: string, payload: unknown) => {
  const interested = listeners.get(name)
  if (!interested?.size) waiting.set(name, payload)
  for (const listener of interested ?? []) listener(payload)
})

ipcRenderer.on('core.ports', (event) => {
  window.postMessage('maillage:ports', window.location.origin, event.ports)
})

const bridge: NativeBridge = {
  ask: (name, input) => ipcRenderer.invoke(name, input),
  on<Name extends NativeEventName>(name: Name, listener: (payload: NativeEvents[Name]) => void) {
    const own = (payload: unknown) => listener(payload as NativeEvents[Name])
    const interested = listeners.get(name) ?? new Set()
    listeners.set(name, interested.add(own))
    if (waiting.has(name)) own(waiting.get(name))
    waiting.delete(name)
    return () => {
      interested.delete(own)
    }
  },
}

contextBridge.exposeInMainWorld('maillage', bridge)
