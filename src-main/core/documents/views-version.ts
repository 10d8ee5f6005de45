import type { SpaceId } from '../../../src-shared/ids.ts'
import { READER_VERSION } from '../../../src-shared/model/row.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'

interface Version {
  /** `READER_VERSION` of who made the rows, and the words that the search has. */
  reader: number
  /** The Maillage that opened the space last. */
  application: string
}

/** The only key of its view. */
const VERSION = 'version'

/** By which version the views of a space were made: none is noted by those before the first. */
export class ViewsVersion {
  private readonly stored: View<Version>

  constructor(
    views: ViewDatabase,
    space: SpaceId,
    private readonly application: string,
  ) {
    this.stored = views.json(space, 'version')
  }

  /** Whether documents are read as they were, and whether it is the same Maillage that reads them. */
  async compare(): Promise<{ isSameReader: boolean; isSameApplication: boolean }> {
    const stored = await this.stored.get(VERSION)
    return {
      isSameReader: stored?.reader === READER_VERSION,
      isSameApplication: stored?.application === this.application,
    }
  }

  putTo(batch: ReturnType<ViewDatabase['batch']>): void {
    batch.put(VERSION, { reader: READER_VERSION, application: this.application }, { sublevel: this.stored })
  }
}
