import type { MessageChannelNetworkAdapter } from '@automerge/automerge-repo-network-messagechannel'
import type { CallPort } from '../../src-shared/ipc/endpoint.ts'

/** A port as Electron's utility processes have it. */
export interface ServicePort {
  on(event: 'message', listener: (message: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  off(event: 'message', listener: (message: { data: unknown }) => void): void
  postMessage(message: unknown): void
  start(): void
  close(): void
}

export function callPort(port: ServicePort): CallPort {
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
  }
}

type DomPort = ConstructorParameters<typeof MessageChannelNetworkAdapter>[0]

/** The same port as automerge-repo's adapter wants it: a DOM MessagePort, as far as it uses one. */
export function documentPort(port: ServicePort): DomPort {
  const domPort = {
    addEventListener: (_type: 'message', listener: (event: { data: unknown }) => void) => port.on('message', listener),
    removeEventListener: (_type: 'message', listener: (event: { data: unknown }) => void) =>
      port.off('message', listener),
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  }
  return domPort as unknown as DomPort
}
