import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inWorld } from '../support/test-core.ts'
import { fixtures, HOME, readFixture } from './fixture.ts'
import { names, show } from './places.ts'

const versions = readdirSync(fixtures).flatMap((name) => /^(.+)\.json\.gz$/.exec(name)?.[1] ?? [])

/** After everything that the folders hold was written. */
const YEAR = 365 * 86_400_000

test('there is what a version wrote', () => expect(versions).toContain('0.1.0'))

test.each(versions)(
  '[VE1] the folders of two places that %s wrote are opened, read whole, and gone on with',
  async (version) => {
    await inWorld(async (world) => {
      world.home = async () => HOME
      world.time += YEAR
      const { space, shown } = await readFixture(version, world.folder)
      const places = await world.start(...names)
      for (const place of places) {
        await place.space(space).documents.prepared()
        expect(await show(place, space), place.name).toMatchObject(shown)
        expect(place.core.incidents.list(), place.name).toEqual([])
      }
      await world.settled(space)
      const [alice, bob] = places
      const [page] = shown.pages
      if (!alice || !bob || !page) throw new Error('two places and a page were written')
      await bob.call['page.edit']({ space, page: page.page, fields: { title: 'Une autre charte' } })
      await alice.call['page.replaceBody']({ space, page: page.page, markdown: 'Un autre texte.' })
      await world.settled(space)
      for (const place of places) {
        expect(await place.call['page.read']({ space, page: page.page, format: 'markdown' })).toEqual({
          title: 'Une autre charte',
          content: 'Un autre texte.\n',
        })
      }
    })
  },
)
