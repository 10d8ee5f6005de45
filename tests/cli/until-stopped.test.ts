import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { builtProgram } from '../support/built-program.ts'

test('[CL10] what is asked to stop in the middle of a file ends in its own time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-stopped-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const program = await builtProgram(join(import.meta.dirname, '../support/stopped-while-writing.ts'))
  const { stdout } = await promisify(execFile)(process.execPath, [program, join(folder, 'file')])
  expect(stdout).toBe('to the end')
})
