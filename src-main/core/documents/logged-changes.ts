import type { DeviceId, DocumentId, Timestamp } from '../../../src-shared/ids.ts'
import type { Row } from '../../../src-shared/model/row.ts'

/** Changes of one document, as a log carries them. */
export interface DocumentChanges {
  document: DocumentId
  changes: Uint8Array[]
  at: Timestamp
  summary?: unknown
}

/** Where changes stand in the logs. */
export interface LoggedChanges extends DocumentChanges {
  device: DeviceId
  index: number
}

/** Changes whose author was checked. */
export interface ReceivedChanges extends LoggedChanges {
  /**
   * What lists show of a document that was just made, before anybody opened it. Later changes announce nothing: what
   * they build upon may still be on its way, and a list shows only what can be opened.
   */
  row: Row | undefined
}
