import { rmSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { build } from 'vite'
import { nodeBundle } from '../../node-bundle.ts'

/** Where the packages are found from. */
const caches = resolve(import.meta.dirname, '../../node_modules/.cache')

/**
 * A TypeScript program built as the application is: where hundreds of processes are started, each starts in a third of
 * the time. It is gone when this process ends.
 */
export async function builtProgram(source: string): Promise<string> {
  await mkdir(caches, { recursive: true })
  const outDir = await mkdtemp(join(caches, 'program-'))
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'error',
    define: nodeBundle.define,
    ssr: { noExternal: true },
    build: {
      ssr: source,
      outDir,
      target: 'node20',
      rolldownOptions: { external: nodeBundle.external, output: { entryFileNames: '[name].mjs' } },
    },
  })
  return join(outDir, `${basename(source, '.ts')}.mjs`)
}
