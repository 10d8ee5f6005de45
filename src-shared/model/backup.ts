import type { SpaceId, Timestamp } from '../ids.ts'

/** What a backup holds of one space. */
export interface BackedUpSpace {
  space: SpaceId
  name: string
  pages: number
  resources: number
  pictures: number
}

/** What was found by reading a whole backup. */
export interface BackupSummary {
  madeAt: Timestamp
  bytes: number
  /** A passphrase is needed to open it. */
  isLocked: boolean
  /** It opens its networks on a computer that does not belong to them. */
  hasKeys: boolean
  spaces: BackedUpSpace[]
  /** Blocks of logs and files. */
  blocks: number
  /** Blocks that are not what their device has signed: no restore will take them. */
  damagedBlocks: number
}

/** How much of something a restore brought, and how much there is now. */
export interface Restored {
  added: number
  total: number
}

export interface RestoredSpace {
  space: SpaceId
  name: string
  /** `entered`: this computer did not belong to it; `closed`: it does not, and the backup has no keys. */
  state: 'merged' | 'entered' | 'closed'
  pages: Restored
  resources: Restored
  pictures: Restored
  /** Blocks: new here, here already, and such as nobody signed or that contradict what is here. */
  blocks: { added: number; present: number; refused: number }
}

export interface RestoreReport {
  madeAt: Timestamp
  spaces: RestoredSpace[]
}
