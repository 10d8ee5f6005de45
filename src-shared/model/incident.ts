import type { Timestamp } from '../ids.ts'

/** What may be found damaged in the data folder; `home`: the folder is a copy, or was taken back to an earlier state. */
export const incidentParts = [
  'keyring',
  'settings',
  'backups',
  'journal',
  'logs',
  'views',
  'ledger',
  'incidents',
  'home',
] as const
export type IncidentPart = (typeof incidentParts)[number]

/** Where each part comes back from. */
export const healings = {
  keyring: 'copy',
  settings: 'defaults',
  backups: 'defaults',
  journal: 'logs',
  logs: 'journal-and-members',
  views: 'logs',
  ledger: 'anew',
  incidents: 'anew',
  home: 'fresh-key',
} as const satisfies Record<IncidentPart, string>
export type Healing = (typeof healings)[IncidentPart]

/** The data folder was not what it had been left as. */
export interface Incident {
  part: IncidentPart
  at: Timestamp
  /** As far as is known, named from the data folder. */
  files: string[]
  /** Where they now are, named from the data folder; null when there was nothing left to move. */
  setAside: string | null
  healedBy: Healing
  /** A person has read about it. */
  seen: boolean
}
