import { vi } from 'vitest'
import { createProgram } from '../../src-main/cli/program.ts'

/**
 * Runs a command of the command line in this process, which saves the second that one of its own takes to start.
 * What it printed is undefined when that was nothing; some print, then throw.
 */
export async function tryCommand<Printed>(...words: string[]): Promise<{ printed?: Printed; thrown?: unknown }> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part)
    return true
  })
  const outcome = await createProgram()
    .parseAsync([...words, '--json'], { from: 'user' })
    .then(
      () => ({}),
      (thrown: unknown) => ({ thrown }),
    )
    .finally(() => write.mockRestore())
  return { ...outcome, ...(text && { printed: JSON.parse(text) as Printed }) }
}

/** The same of one that prints. @throws what the command throws */
export async function runCommand<Printed>(...words: string[]): Promise<Printed> {
  const { printed, thrown } = await tryCommand<Printed>(...words)
  if (thrown || !printed) throw thrown ?? new Error(`${words.join(' ')} printed nothing`)
  return printed
}
