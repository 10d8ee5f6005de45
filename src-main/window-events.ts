import type { WebContents } from 'electron'
import type { NativeEventName, NativeEvents } from '../src-shared/ipc/native.ts'

export function tellWindow<Name extends NativeEventName>(
  contents: WebContents,
  name: Name,
  payload: NativeEvents[Name],
): void {
  if (!contents.isDestroyed()) contents.send('native.event', name, payload)
}
