const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** What a shell answers for a command that SIGINT ended. */
const INTERRUPTED = 130

/**
 * Resolves at the first signal that asks this process to stop. A second signal ends the process at once.
 * The listeners stay: while write-file-atomic writes a file, it ends the process at a signal that nobody else listens for.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (isStopping) process.exit(INTERRUPTED)
        isStopping = true
        resolve()
      })
    }
  })
}
