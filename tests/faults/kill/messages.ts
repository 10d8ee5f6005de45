/** What a process is doing when it is killed. */
export const phases = ['starting', 'creating', 'typing', 'importing', 'compacting', 'syncing'] as const
export type Phase = (typeof phases)[number]

/** Something that the process acknowledged: it must be there after any end of the process. */
export interface Claim {
  kind: 'page' | 'resource' | 'picture'
  id: string
  /** Words that the document must hold. */
  marker: string
}

/** From the harness to the process that will be killed. */
export interface Begin {
  folder: string
  phase: Phase | 'checking'
  /** What must be there. */
  claims: Claim[]
  /** Tells the words of this life of the process from all others. */
  life: string
  /** An invitation, for a folder that belongs nowhere yet. */
  link?: string | undefined
}

/** From the process: it has begun, has looked for what must be there, acknowledges, or cannot start. */
export type Report =
  | { report: 'begun' }
  | { report: 'checked'; lost: Claim[] }
  | { report: 'acknowledged'; claim: Claim }
  | { report: 'failed'; reason: string }
