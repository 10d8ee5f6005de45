/** What a log of ours is to be given later, saved under a name until then: at most one of a name. */
export interface JournalDraft {
  log: string
  name: string
  block: Uint8Array
}
