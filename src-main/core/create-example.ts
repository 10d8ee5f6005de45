import type { PlaceId } from '../../src-shared/ids.ts'
import { newPage } from '../../src-shared/model/page.ts'
import { newPlace } from '../../src-shared/model/place.ts'
import { newResource } from '../../src-shared/model/resource.ts'
import { writeBody } from '../../src-shared/text/body.ts'
import { markdownToTree } from '../../src-shared/text/markdown.ts'
import type { Core } from './core.ts'
import { exampleContent } from './exchange/example.ts'
import type { Space } from './space.ts'

/** A filled network to walk around in: everything in it is really stored, and can be edited or invited to. */
export async function createExample(core: Core, language: 'fr' | 'en'): Promise<Space> {
  const { spaceName, places, pages, resources } = exampleContent(language)
  const [ours, ...others] = places
  const space = await core.createSpace(spaceName, ours ?? { name: spaceName, commune: '' }, true)
  const at = core.now()
  const otherPlaces = await space.documents.create(others.map((place) => ({ fields: newPlace(place, at) })))
  const ourPlaces = (await space.directory.list('place')).map(({ place }) => place)
  const placeIds = [ourPlaces.find((place) => !otherPlaces.includes(place)), ...otherPlaces] as PlaceId[]
  await space.documents.create(
    resources.map(({ placeIndex, ...draft }) => ({
      fields: newResource({ ...draft, place: placeIndex === null ? null : (placeIds[placeIndex] ?? null) }, at),
    })),
  )
  await space.documents.create(
    pages.map(({ fields, markdown }) => ({
      fields: newPage(fields, at),
      fill: (document) => writeBody(document, ['body'], markdownToTree(markdown)),
    })),
  )
  return space
}
