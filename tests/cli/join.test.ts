import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram } from '../../src-main/cli/program.ts'
import { createInvitation, invitationToLink } from '../../src-main/core/membership/invitation.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import { builtProgram } from '../support/built-program.ts'
import { codeOfRejection } from '../support/code-of.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('[ME19] a name that no member would read is refused before anybody is asked', async () => {
  const names = {
    space: 'a1'.repeat(32) as SpaceId,
    spaceName: 'Drôme',
    placeName: 'Cédille',
    place: null,
    relayFor: null,
  }
  const link = invitationToLink(createInvitation(names, Date.now()))
  const join = (name: string) =>
    codeOfRejection(
      createProgram().parseAsync(['join', link, '--name', name, '--offline', '--data', folder], { from: 'user' }),
    )
  expect([await join('x'.repeat(121)), await join(' ')]).toEqual(['invalid-input', 'invalid-input'])
  expect(await join('L’Établi')).toBe('offline')
})

test('[CL7] the link is read from what is written to the command', async () => {
  const program = await builtProgram(join(import.meta.dirname, '../../src-main/cli/index.ts'))
  const names = { spaceName: 'Ouche', placeName: 'Le Bief', place: null, relayFor: null }
  const link = invitationToLink(createInvitation({ space: 'd5'.repeat(32) as SpaceId, ...names }, Date.now()))
  const codeFor = async (written: string) => {
    const running = execFile(
      process.execPath,
      [program, 'join', '-', '--name', 'Le Lavoir', '--offline', '--json', '--data', folder],
      (_error, _stdout, stderr) => done(JSON.parse(stderr).error.code),
    )
    let done: (code: string) => void = () => undefined
    const ended = new Promise<string>((resolve) => {
      done = resolve
    })
    running.stdin?.end(written)
    return ended
  }
  // Read, it asks for the network.
  expect([await codeFor(`Salut,\n> <${link}>\n`), await codeFor('rien')]).toEqual(['offline', 'invalid-invitation'])
})
