import { AppError } from '../../src-shared/errors.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import type { Commands } from '../../src-shared/ipc/contract.ts'
import { dispatch } from '../../src-shared/ipc/endpoint.ts'
import type { Core } from '../core/core.ts'
import { OpenDocuments } from '../core/documents/open-documents.ts'
import { createHandlers } from '../core/handlers.ts'
import type { Space } from '../core/space.ts'
import type { Session } from './session.ts'

export { isSwitchedOn, startCore } from '../core/start-core.ts'

export function createSession(core: Core, wanted: string | undefined): Session {
  const handlers = createHandlers(core, new OpenDocuments(() => core.now()), 0)
  const space = () => chosenSpace(core, wanted).id
  return {
    core,
    call: async (name, input) => (await dispatch(handlers, name, input)) as Commands[typeof name]['out'],
    space,
    async readySpace() {
      await chosenSpace(core, wanted).documents.prepared()
      return space()
    },
  }
}

function chosenSpace(core: Core, wanted: string | undefined): Space {
  if (wanted) return core.space(wanted as SpaceId)
  const [only, ...others] = core.openSpaces()
  if (!only) throw new AppError('not-found', 'there is no space yet: create one, or join one')
  if (others.length > 0)
    throw new AppError(
      'invalid-input',
      'there are several networks: name one with --space ID, as `space list` shows them',
    )
  return only
}
