import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtProgram } from '../support/built-program.ts'
import { PATIENCE } from '../support/patience.ts'

let folder: string
let home: string
let program: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-paths-'))
  home = join(folder, 'home')
  await mkdir(home)
  await writeFile(join(folder, 'file'), '')
  program = await builtProgram(join(import.meta.dirname, '../../src-main/cli/index.ts'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The code of what was refused, or nothing; `late` for a command that does not end. */
async function list(data: string): Promise<string> {
  const { MAILLAGE_DATA: _, ...others } = process.env
  const env = { ...others, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), APPDATA: home }
  const run = promisify(execFile)(process.execPath, [program, 'space', 'list', '--json', `--data=${data}`], {
    cwd: folder,
    env,
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  })
  return run.then(
    () => '',
    ({ killed, stderr }: { killed: boolean; stderr: string }) =>
      killed ? 'late' : (JSON.parse(stderr) as { error: { code: string } }).error.code,
  )
}

test('[CL6] a folder is made wherever it is, also by a short name and in folders of such names', async () => {
  const named = ['d', 'e/f/g', './h', 'i/', '~/Atelier']
  expect(await Promise.all(named.map(list))).toEqual(named.map(() => ''))
  expect((await readdir(folder)).filter((name) => name.length === 1).toSorted()).toEqual(['d', 'e', 'h', 'i'])
  expect(await readdir(home)).toEqual(['Atelier'])
})

test('[CL6] what is no folder, or can be none, is refused', async () => {
  const refused = ['', '  ', '~alice', 'file', 'file/below', ...(process.platform === 'linux' ? ['/proc/m/n'] : [])]
  expect(await Promise.all(refused.map(list))).toEqual([
    ...['invalid-input', 'invalid-input', 'invalid-input', 'disk-failed', 'disk-failed'],
    ...(process.platform === 'linux' ? ['disk-failed'] : []),
  ])
  expect(await readdir(home)).toEqual(['Atelier'])
})
