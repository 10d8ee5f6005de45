import type { PageId, SpaceId } from '../../src-shared/ids.ts'
import type { Handlers } from '../../src-shared/ipc/endpoint.ts'
import { isBlankPage } from '../../src-shared/model/blank-page.ts'
import { DISCARDED, setDeleted } from '../../src-shared/model/row.ts'
import type { Core } from './core.ts'
import { documentHome } from './document-home.ts'
import type { OpenDocuments } from './documents/open-documents.ts'
import { quietly } from './documents/rewriting.ts'

/** Pages that a window began: when it closes with one of them on screen and without a word, nobody else can say that it was none. */
export class BegunPages {
  private readonly pages = new Map<PageId, SpaceId>()

  /** The same commands, which notice the pages that are begun. */
  noticing(handlers: Handlers): Handlers {
    const create: Handlers['page.create'] = async (wanted) => {
      const made = await handlers['page.create'](wanted)
      this.pages.set(made.page, wanted.space)
      return made
    }
    const close: Handlers['page.close'] = async (wanted) => {
      const closed = await handlers['page.close'](wanted)
      this.pages.delete(wanted.page)
      return closed
    }
    return { ...handlers, 'page.create': create, 'page.close': close }
  }

  /** Once the window has closed, and what it had is written. */
  async leave(core: Core, open: OpenDocuments): Promise<void> {
    const discard = quietly((fields) => setDeleted(fields, DISCARDED))
    for (const [page, space] of this.pages) {
      const plan: typeof discard.plan = (document) => (isBlankPage(page, document) ? discard.plan(document) : undefined)
      await open.rewrite(documentHome(core.space(space)), page, { ...discard, plan })
    }
  }
}
