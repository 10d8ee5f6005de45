import { AppError } from '../../src-shared/errors.ts'
import type { NativeBridge, NativeInput, NativeName, NativeOutputs } from '../../src-shared/ipc/native.ts'

declare global {
  interface Window {
    /** Put there by src-main/preload.ts. */
    readonly maillage: NativeBridge
  }
}

/** The shell's few services. */
export const native = {
  /** @throws AppError */
  async ask<Name extends NativeName>(name: Name, input: NativeInput<Name>): Promise<NativeOutputs[Name]> {
    const answer = await window.maillage.ask(name, input)
    if ('error' in answer) throw new AppError(answer.error.code, answer.error.message)
    return answer.value
  },
  on: window.maillage.on,
}
