import type { SetAside } from '../../../src-shared/ipc/contract.ts'

/** What a core finds after another died of a document in the same folder. */
export interface Seen {
  setAside: Pick<SetAside, 'device' | 'reason'>[]
  /** The code of opening the heavy document. */
  opened: string
  /** After a page was made and edited. */
  titles: string[]
  leftAfterTrying: number
  openedAfterTrying: string
}
