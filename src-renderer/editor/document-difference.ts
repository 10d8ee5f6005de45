import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import type { Segment } from '../../src-shared/text/segments.ts'
import { nodeSegments } from './document-segments.ts'
import { storedSize } from './flat-position.ts'

/** The blocks at the top of the page that are not the same in two documents. */
export interface DocumentDifference {
  /** Place of the first segment of `before`. */
  readonly at: number
  readonly before: readonly Segment[]
  readonly after: readonly Segment[]
  readonly changed: readonly Node[]
}

/** Nodes never change: what two documents share is skipped without a look inside. */
export function documentDifference(old: Node, wanted: Node): DocumentDifference {
  const [before, after] = [old.children, wanted.children]
  const shorter = Math.min(before.length, after.length)
  let prefix = 0
  while (prefix < shorter && before[prefix] === after[prefix]) prefix++
  let suffix = 0
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++
  const changed = after.slice(prefix, after.length - suffix)
  return {
    changed,
    at: before.slice(0, prefix).reduce((sum, node) => sum + storedSize(node), 0),
    before: before.slice(prefix, before.length - suffix).flatMap((node) => nodeSegments(node)),
    after: changed.flatMap((node) => nodeSegments(node)),
  }
}

/** The position up to which a transaction changed nothing. */
export function changeStart(transaction: Transaction): number {
  let from = Number.POSITIVE_INFINITY
  for (const map of transaction.mapping.maps) {
    map.forEach((oldStart) => {
      from = Math.min(from, oldStart)
    })
  }
  return from
}
