import { join } from 'node:path'
import type NoiseSecretStream from '@hyperswarm/secret-stream'
import b4a from 'b4a'
import { buffer } from 'compact-encoding'
import Corestore from 'corestore'
import { keyPair, randomBytes } from 'hypercore-crypto'
import HypercoreStorage from 'hypercore-storage'
import Protomux from 'protomux'
import { expect, test } from 'vitest'
import { Keyring } from '../../src-main/core/membership/keyring.ts'
import { SpaceSession } from '../../src-main/core/network/space-session.ts'
import { isApplicationBytes } from '../support/application-bytes.ts'
import { meetAsOutsider, ofNobody } from '../support/outsider.ts'
import { inWorld } from '../support/test-core.ts'
import { threePlaces, titles } from '../support/three-places.ts'

/** Resolves once the other end has read everything that was sent to it so far: it refuses a channel that there is not. */
function heardOut(stream: NoiseSecretStream): Promise<void> {
  return new Promise((heard) => {
    if (stream.destroyed) heard()
    stream.on('close', () => heard())
    const nowhere = { protocol: 'nowhere', id: randomBytes(32), handshake: buffer, onclose: () => heard() }
    Protomux.from(stream).createChannel(nowhere)?.open(b4a.alloc(0))
  })
}

/** Somebody who knows the key of every log, and what else it has. */
const thieves = ['nothing', 'another secret', 'the secret', 'the key of a contributor who was removed'] as const

test.for([...thieves, 'the key of an administrator who was removed'] as const)(
  '[SY2] who asks for every log by its key, and has %s, gets no byte of those of others',
  async (has) => {
    await inWorld(async (world) => {
      const { alice, bob, carol, space } = await threePlaces(world)
      const { device } = carol.core
      await alice.call['page.create']({ space, fields: { title: 'Secret' } })
      if (has === 'the key of a contributor who was removed')
        await alice.call['member.appoint']({ space, device, standing: 'contributor' })
      await world.settled(space)
      // What it wrote as an administrator is behind it.
      await carol.call['page.create']({ space, fields: { title: 'De carol' } })
      await world.settled(space)
      if (has.includes('removed')) await alice.call['member.appoint']({ space, device, standing: 'removed' })
      await carol.stop()
      const { deviceKeyPair } = await Keyring.open(carol.folder, async () => undefined, world.home)
      const { keys, logs, blobs } = alice.space(space)
      const corestore = new Corestore(new HypercoreStorage(join(world.folder, 'mallory'), {}))
      const wanted = [
        ...logs
          .all()
          .filter((log) => log.device !== device)
          .map(({ core }) => core),
        ...blobs.cores(),
      ]
      const cores = wanted.map(({ key }) => corestore.get({ key, encryption: { key: keys.encryption } }))
      for (const core of cores) await core.ready()
      let met: NoiseSecretStream | undefined
      const act = (stream: NoiseSecretStream) => {
        const proof = has === 'another secret' ? randomBytes(32) : keys.proof
        const open = { stream, topic: keys.topic, proof, holdings: () => ({}), access: 'full', ...ofNobody } as const
        if (has !== 'nothing') new SpaceSession(open).open()
        for (const core of cores) {
          core.replicate(stream)
          core.download({ start: 0, end: -1 })
        }
        met = stream
      }
      const key = has.includes('removed') ? deviceKeyPair : keyPair()
      const { received, leave } = await meetAsOutsider(world, keys.topic, act, 'alice', key)
      await world.until(
        () => met !== undefined,
        () => 'mallory meets nobody',
      )
      const hearOut = async () => met && world.within(heardOut(met), 'mallory was to be heard out')
      await hearOut()
      // By the time that bob has it, whoever gets anything has it too.
      await alice.call['page.create']({ space, fields: { title: 'Entre nous' } })
      await world.until(
        async () => (await titles(bob, space)).length === 3,
        () => titles(bob, space),
      )
      await hearOut()
      await leave()
      expect(received.length).toBeGreaterThan(0)
      if (has !== 'the key of an administrator who was removed') expect(received.filter(isApplicationBytes)).toEqual([])
      expect(cores.map(({ length }) => length)).toEqual(cores.map(() => 0))
      await corestore.close()
    })
  },
)
