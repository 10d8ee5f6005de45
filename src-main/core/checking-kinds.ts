import { AppError } from '../../src-shared/errors.ts'
import { type DocumentId, documentIdSchema, type SpaceId } from '../../src-shared/ids.ts'
import type { CommandName } from '../../src-shared/ipc/contract.ts'
import type { Handlers } from '../../src-shared/ipc/endpoint.ts'
import { type DocumentType, documentTypes } from '../../src-shared/model/row.ts'
import type { Core } from './core.ts'
import { rowOfType } from './documents/directory.ts'

/** What a window has open was checked when it was opened, and is saved whatever it has become. */
const OF_OPEN_DOCUMENTS: ReadonlySet<CommandName> = new Set(['page.save', 'page.close'])

type Input = Record<string, unknown>

/**
 * Checks ids before the handlers see them. An input called `page` must name a page, `place` a place, `resource` a resource;
 * a resource to be written must not name something else as its place.
 * @throws AppError `not-found` for the id of another kind, `invalid-input` for a place that is none
 */
export function checkingKinds(core: Core, handlers: Handlers): Handlers {
  const checked = Object.entries(handlers as unknown as Record<string, (input: Input) => unknown>).map(
    ([name, handler]) => [
      name,
      OF_OPEN_DOCUMENTS.has(name as CommandName)
        ? handler
        : async (input: Input) => {
            await checkInput(core, input)
            return handler(input)
          },
    ],
  )
  return Object.fromEntries(checked) as Handlers
}

async function checkInput(core: Core, input: Input): Promise<void> {
  if (input.space === undefined) return
  const space = input.space as SpaceId
  for (const type of documentTypes) {
    const id = documentIdSchema.safeParse(input[type]).data
    if (id) rowOfType(await core.space(space).directory.get(id), type)
  }
  for (const place of placesNamed(input)) await checkPlace(core, space, place)
}

/** Places that resources to be written name. */
function placesNamed({ fields, resource, resources }: Input): DocumentId[] {
  const written = [fields, resource, ...(Array.isArray(resources) ? resources : [])] as (
    | { place?: unknown }
    | undefined
  )[]
  return written.flatMap((each) => documentIdSchema.safeParse(each?.place).data ?? [])
}

/** A place may still have to arrive; what is known to be something else is none. */
async function checkPlace(core: Core, space: SpaceId, place: DocumentId): Promise<void> {
  const type: DocumentType | undefined = (await core.space(space).directory.get(place))?.type
  if (type !== undefined && type !== 'place') throw new AppError('invalid-input', `${place} is no place`)
}
