import { Repo } from '@automerge/automerge-repo'
import { MessageChannelNetworkAdapter } from '@automerge/automerge-repo-network-messagechannel'
import { AppError } from '../../src-shared/errors.ts'
import type { CommandName, Commands, EventName, Events } from '../../src-shared/ipc/contract.ts'
import { type CoreConnection, connectToCore } from '../../src-shared/ipc/endpoint.ts'
import { type CoreState, portsMessage } from '../../src-shared/ipc/native.ts'
import { copyingPort } from './copying-port.ts'
import { native } from './native-bridge.ts'

/** How the window stands with the core; `connection` counts the ports received, so that views can start afresh. */
export type LinkState =
  | { state: 'waiting'; core: CoreState }
  | { state: 'connected'; core: CoreState; connection: number }

type Listener = (payload: never) => void

/**
 * The window's side of its two ports. When the core restarts, new ports take the place of the old ones; the Repo
 * stays, so that what was typed meanwhile is sent as soon as there is somebody to send it to.
 */
export class CoreLink {
  readonly repo = new Repo({ network: [] })
  #calls: CoreConnection | undefined
  #documents: MessageChannelNetworkAdapter | undefined
  #link: LinkState = { state: 'waiting', core: { state: 'starting' } }
  #connectionCount = 0
  #watchers = new Set<() => void>()
  #listeners = new Map<EventName, Set<Listener>>()

  /** Asks the shell for ports and follows the core's health from now on. */
  start(): void {
    window.addEventListener('message', (event) => {
      const [calls, documents] = event.ports
      if (event.source !== window || event.data !== portsMessage || !calls || !documents) return
      this.#connect(calls, documents)
    })
    native.on('core.changed', (core) => this.#onCoreChanged(core))
    void native.ask('core.connect', {})
  }

  get current(): LinkState {
    return this.#link
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** @throws AppError with the core's code, or `disconnected` */
  async call<Name extends CommandName>(name: Name, input: Commands[Name]['in']): Promise<Commands[Name]['out']> {
    if (!this.#calls) throw new AppError('disconnected', 'no port to the core')
    return this.#calls.call(name, input)
  }

  /** Listens across restarts of the core. Returns its own undo. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const ofName = this.#listeners.get(name) ?? new Set<Listener>()
    this.#listeners.set(name, ofName.add(listener as Listener))
    const forget = this.#calls?.on(name, listener)
    return () => {
      forget?.()
      ofName.delete(listener as Listener)
    }
  }

  #connect(calls: MessagePort, documents: MessagePort): void {
    this.#disconnect()
    this.#calls = connectToCore({
      post: (message) => calls.postMessage(message),
      listen: (listener) => {
        calls.onmessage = (event) => listener(event.data)
      },
    })
    for (const [name, listeners] of this.#listeners) {
      for (const listener of listeners) this.#calls.on(name, listener as (payload: unknown) => void)
    }
    this.#documents = new MessageChannelNetworkAdapter(copyingPort(documents))
    this.repo.networkSubsystem.addNetworkAdapter(this.#documents)
    this.#connectionCount += 1
    this.#change({ state: 'connected', core: { state: 'ready' }, connection: this.#connectionCount })
  }

  #onCoreChanged(core: CoreState): void {
    if (core.state === 'ready') {
      this.#change({ ...this.#link, core })
      return
    }
    this.#disconnect()
    this.#change({ state: 'waiting', core })
  }

  #disconnect(): void {
    this.#calls?.close()
    this.#calls = undefined
    if (this.#documents) this.repo.networkSubsystem.removeNetworkAdapter(this.#documents)
    this.#documents = undefined
  }

  #change(link: LinkState): void {
    this.#link = link
    for (const watcher of this.#watchers) watcher()
  }
}

export const coreLink = new CoreLink()
