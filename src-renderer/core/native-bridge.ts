import type { NativeBridge } from '../../src-shared/ipc/native.ts'

declare global {
  interface Window {
    /** Put there by src-main/preload.ts. */
    readonly maillage: NativeBridge
  }
}

/** The shell's few services. */
export const native: NativeBridge = window.maillage
