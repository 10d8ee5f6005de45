/** What the version of package.json writes, for all later ones to open: `npm run fixture`, once, before a release. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import packageFile from '../../package.json' with { type: 'json' }
import { inWorld } from '../support/test-core.ts'
import { fixtures, HOME, writeFixture } from './fixture.ts'
import { fillTwoPlaces, show } from './places.ts'

const { version } = packageFile
// What a version wrote stays as it was written.
if (existsSync(join(fixtures, `${version}.json.gz`)))
  throw new Error(`${version} has its fixture: raise the version first`)
await inWorld(async (world) => {
  world.home = async () => HOME
  const { alice, bob, space } = await fillTwoPlaces(world)
  const shown = await show(alice, space)
  await alice.stop()
  await bob.stop()
  await writeFixture(version, world.folder, { space, shown })
})
process.stdout.write(`tests/fixtures/${version}.json.gz\n`)
