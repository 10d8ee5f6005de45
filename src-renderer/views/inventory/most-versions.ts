import type { ResourceRow } from '../../../src-shared/model/resource.ts'

/** Of the field that most people wrote apart: how many versions there are beside the one that stands. */
export function mostVersions({ versions }: ResourceRow): number {
  return Math.max(0, ...Object.values(versions).map((others) => others.length))
}
