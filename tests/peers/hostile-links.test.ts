import { encode } from 'cborg'
import { expect, test } from 'vitest'
import { encode as encodeZ32 } from 'z32'
import { keyedHash } from '../../src-main/core/membership/space-keys.ts'
import { commands } from '../../src-shared/ipc/contract.ts'
import { codeOfRejection } from '../support/code-of.ts'
import { inWorld } from '../support/test-core.ts'

/** A link or a sheet of a Maillage that is to come. */
function newer(prefix: string, use: string): string {
  const payload = encode([99, 'whatever comes'])
  return prefix + encodeZ32(Buffer.concat([payload, keyedHash(null, use, 'checksum', payload).subarray(0, 4)]))
}

test('[ME2] [ME3] [ME22] what is no link, or no sheet, is refused with its code at once, and the right one still works', async () => {
  await inWorld(async (world) => {
    const [alice, bob] = [await world.startOne('alice'), await world.startOne('bob')]
    const place = { name: 'Cédille', commune: 'Crest' }
    const { space } = await alice.call['space.create']({ name: 'Drôme', place })
    const link = await alice.invite(space)
    const { sheet } = await alice.call['space.recoverySheet']({ space })
    const newerLink = newer('maillage://join/', 'maillage/invitation/1')
    const newerSheet = newer('maillage://recover/', 'maillage/recovery/1')
    const long = 'y'.repeat(2 ** 20)
    const others = [
      '',
      'https://movilab.org/invite/abc?code=ybndrfg8',
      `ssb:invite:${'ab'.repeat(40)}`,
      'wss://example.org:8989~shs:ybndrfg8ejkmcpqxot1uwisza345h769',
      'maillage://',
      'javascript:alert(1)',
      'maillage://join/../../etc/passwd',
      long,
      `maillage://join/${long}`,
      `maillage://recover/${long}`,
      'maillage://join/ '.repeat(60_000),
      'maillage://recover/ '.repeat(60_000),
    ]
    const cases = [
      ...others.map((text) => [text, 'invalid-invitation', 'invalid-sheet'] as const),
      [link, undefined, 'invalid-sheet'],
      [link.replace('//join/', '//recover/'), 'invalid-invitation', 'invalid-sheet'],
      [sheet, 'invalid-invitation', undefined],
      [sheet.replace('//recover/', '//join/'), 'invalid-invitation', 'invalid-sheet'],
      [newerLink, 'newer-version', 'invalid-sheet'],
      [newerSheet, 'invalid-invitation', 'newer-version'],
    ] as const
    const founded = { name: 'L’Établi', commune: 'Die' }
    const began = performance.now()
    for (const [text, asLink, asSheet] of cases) {
      const shown = text.slice(0, 60)
      if (asLink) {
        expect(await codeOfRejection(bob.call['invitation.read']({ link: text })), shown).toBe(asLink)
        expect(await codeOfRejection(bob.call['invitation.join']({ link: text, place: founded })), shown).toBe(asLink)
      }
      if (asSheet) expect(await codeOfRejection(bob.call['space.recover']({ sheet: text })), shown).toBe(asSheet)
    }
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(bob.core.openSpaces()).toEqual([])
    await bob.join(link)
    await world.settled(space)
    // One that leads to another network than the one that is open here opens that one.
    const { space: second } = await alice.call['space.create']({ name: 'Drôme', place })
    await bob.join(await alice.invite(second))
    expect((await bob.call['space.list']({})).spaces.map(({ name }) => name)).toEqual(['Drôme', 'Drôme'])
  })
})

const oddNames = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '\u202eemôrD\u2066',
  '\u0000\u0007\u001b[31m',
  '🧺'.repeat(60),
  '🧺'.repeat(120),
  'é'.repeat(120),
  'Drôme',
  '../../keyring.json',
  '__proto__',
  '%s%n{{7*7}}',
]
const refusedNames = ['', '   ', 'x'.repeat(121), '🧺'.repeat(121), 'x'.repeat(2 ** 20)]

test('[ME19] networks and places of every odd name are entered, and called what they were called; no others are', async () => {
  await inWorld(async (world) => {
    const [alice, bob] = [await world.startOne('alice'), await world.startOne('bob')]
    const drome = await alice.call['space.create']({ name: 'Drôme', place: { name: 'Cédille', commune: 'Die' } })
    await bob.join(await alice.invite(drome.space))
    for (const name of oddNames) {
      const { space } = await alice.call['space.create']({ name, place: { name, commune: name } })
      const link = await alice.invite(space)
      expect(await bob.call['invitation.read']({ link })).toMatchObject({ spaceName: name, placeName: name })
      await world.within(bob.call['invitation.join']({ link, place: { name, commune: name } }), name)
      await world.settled(space)
      const { spaces } = await bob.call['space.list']({})
      expect(spaces.find((row) => row.space === space)?.name).toBe(name)
      const { places } = await bob.call['place.list']({ space })
      expect(places.map((place) => [place.name, place.commune])).toEqual([
        [name, name],
        [name, name],
      ])
    }
    await bob.restart()
    expect((await bob.call['space.list']({})).spaces.map(({ name }) => name).toSorted()).toEqual(
      ['Drôme', ...oddNames].toSorted(),
    )
    for (const name of refusedNames) {
      const place = { name, commune: 'Die' }
      const shown = `${name.slice(0, 20)}, ${name.length} long`
      expect(commands['invitation.join'].input.safeParse({ link: '', place }).success, shown).toBe(false)
      expect(
        commands['space.create'].input.safeParse({ name, place: { name: 'Ici', commune: '' } }).success,
        shown,
      ).toBe(false)
    }
  })
})
