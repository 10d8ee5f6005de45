import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import packageFile from '../../package.json' with { type: 'json' }
import { builtProgram } from '../support/built-program.ts'

/** Says at the end, on the other output, which packages were loaded that are not built in: those with a native part. */
const TELL_LOADED = `process.on('exit', () => {
  const files = Object.keys(require('node:module')._cache)
  const packages = files.flatMap((file) => /node_modules.((?:@[^\\\\/]+.)?[^\\\\/]+)/.exec(file)?.[1] ?? [])
  process.stderr.write(JSON.stringify([...new Set(packages)]))
})`

let folder: string
let program: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-cli-'))
  await writeFile(join(folder, 'tell-loaded.cjs'), TELL_LOADED)
  program = await builtProgram(join(import.meta.dirname, '../../src-main/cli/index.ts'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(...command: string[]) {
  const args = ['--require', join(folder, 'tell-loaded.cjs'), program, ...command, '--data', join(folder, 'data')]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args)
  return { stdout, loaded: JSON.parse(stderr) as string[] }
}

test('[CL1] help and the version are there before the core is', async () => {
  for (const word of ['--help', '--version']) expect((await run(word)).loaded, word).toEqual([])
  expect((await run('--version')).stdout).toBe(`${packageFile.version}\n`)
})

test('[CL1] a command that meets nobody loads no network', async () => {
  const { loaded } = await run('space', 'list')
  expect(loaded).toContain('rocksdb-native')
  expect(loaded, 'what speaks UDP').not.toContain('udx-native')
})
