import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram } from '../../src-main/cli/program.ts'
import { createInvitation, invitationToLink } from '../../src-main/core/membership/invitation.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
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
