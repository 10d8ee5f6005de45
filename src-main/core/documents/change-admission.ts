import { AppError } from '../../../src-shared/errors.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import { actorBelongs, actorPrefix } from './actor.ts'
import { type ChangeHeader, readChangeHeaders } from './change-header.ts'
import type { DocumentWeights, WeightTally } from './document-weights.ts'
import type { DocumentChanges, LoggedChanges } from './logged-changes.ts'

/**
 * Which changes of a log may reach Automerge: those of its own device, within its budgets. It follows from the log
 * alone, so that all who hold it decide alike.
 */
export class ChangeAdmission {
  private readonly prefixes = new Map<DeviceId, string>()

  constructor(
    private readonly space: SpaceId,
    private readonly device: DeviceId,
    private readonly weights: DocumentWeights,
  ) {}

  /** `tally` is of the log's device, and counts what is admitted. @throws AppError `no-access`, and as `readChangeHeader` */
  admit({ device, document, changes }: LoggedChanges, tally: WeightTally): ChangeHeader[] {
    const prefix = this.prefixOf(device)
    const headers = readChangeHeaders(changes)
    const foreign = headers.find(({ actor }) => !actorBelongs(prefix, actor))
    if (foreign) throw new AppError('no-access', `a change by ${foreign.actor} in another device's log`)
    tally.add(document, weightOf(headers))
    return headers
  }

  /** What everybody would refuse must not be said to be saved. @throws AppError `too-large` */
  checkOwn(changed: DocumentChanges[]): void {
    const documents = changed.map(({ document }) => document)
    const tally = this.weights.tally(this.device, documents)
    for (const { document, changes } of changed) tally.add(document, weightOf(readChangeHeaders(changes)))
  }

  private prefixOf(device: DeviceId): string {
    const prefix = this.prefixes.get(device) ?? actorPrefix(this.space, device)
    this.prefixes.set(device, prefix)
    return prefix
  }
}

function weightOf(headers: ChangeHeader[]): number {
  return headers.reduce((sum, { weight }) => sum + weight, 0)
}
