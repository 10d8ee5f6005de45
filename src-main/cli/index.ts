import { CommanderError } from 'commander'
import { AppError, toAppError } from '../../src-shared/errors.ts'
import { createProgram } from './program.ts'

/* `maillage`: the same core without a window. docs/cli.md describes every command and the shape of its answer. */

const wantsJson = process.argv.includes('--json')

// A rejection that nobody awaited is a bug to report, not a reason for a relay to leave.
process.on('unhandledRejection', (reason) => {
  if (!wantsJson) process.stderr.write(`unexpected: ${String(reason)}\n`)
})

try {
  await createProgram().parseAsync()
} catch (thrown) {
  process.exitCode = report(thrown)
}

/** The exit code; what went wrong is on stderr, for people or, with --json, for programs. */
function report(thrown: unknown): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
  // Of a command that was not said in full, the help stands on stderr already.
  if (thrown instanceof CommanderError && thrown.code === 'commander.help' && !wantsJson) return 1
  const error = thrown instanceof CommanderError ? new AppError('invalid-input', thrown.message) : toAppError(thrown)
  const { code, message } = error
  process.stderr.write(wantsJson ? `${JSON.stringify({ error: { code, message } })}\n` : `maillage: ${message}\n`)
  return 1
}
