import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'vitest'

/** Starts a core from the command line, alone or as a relay, and resolves once it is on the network with one space. */
export async function startServing(command: string[], env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const [said] = await once(child.stdout, 'data')
  const { serving, spaces, relayed } = JSON.parse(String(said))
  expect([serving, spaces.length + relayed.length]).toEqual([true, 1])
  return child
}

/** Ends it as a service manager does, which it must take well. */
export async function stopServing(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}
