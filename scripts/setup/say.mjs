/** One line of progress, on stderr: stdout belongs to what the person asked for. */
export function say(line) {
  process.stderr.write(`maillage: ${line}\n`)
}

/** A reason to stop that a person can act on; scripts print it without a stack. */
export class Stop extends Error {}

/** Runs a script's main function: a `Stop` becomes its sentence and exit code 1, anything else keeps its stack. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    say(error instanceof Stop ? error.message : String(error?.stack ?? error))
    process.exitCode = 1
  }
}
