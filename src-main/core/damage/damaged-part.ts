import { isCorruption } from '../../../src-shared/errors.ts'
import type { DatabasePart } from './data-file.ts'

/** Which part a database speaks of when it says that its bytes are damaged; undefined when it says something else. */
export function damagedPart(thrown: unknown): DatabasePart | undefined {
  if (!isCorruption(thrown)) return undefined
  const isLevel = thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('LEVEL_')
  return isLevel ? 'views' : 'logs'
}
