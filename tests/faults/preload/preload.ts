import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Libraries are compiled here and preloaded, which only Linux does as we need it. */
export function canPreload(): boolean {
  if (process.platform !== 'linux') return false
  try {
    return execFileSync('cc', ['--version']).length > 0
  } catch {
    return false
  }
}

/** Compiles one of the libraries beside this file into `folder`, and gives where it is. */
export async function compilePreload(name: 'fail-call' | 'record-calls', folder: string): Promise<string> {
  const library = join(folder, `${name}.so`)
  const source = join(import.meta.dirname, `${name}.c`)
  await promisify(execFile)('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl', '-lpthread'])
  return library
}
