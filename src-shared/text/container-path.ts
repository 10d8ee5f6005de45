import { type ListStyle, MAX_DEPTH } from './tree.ts'

/** A container around a block while the flat form is read: by what name, and from which place of the marker's own list. */
export interface PathStep {
  readonly type: string
  /** Its index in the marker's list; undefined when we had to add it. */
  readonly source: number | undefined
}

const listStyles: Record<string, ListStyle> = {
  'bullet-list': 'bullet',
  'ordered-list': 'ordered',
  'check-list': 'check',
}

export const listTypes: Record<ListStyle, string> = {
  bullet: 'bullet-list',
  ordered: 'ordered-list',
  check: 'check-list',
}

export function listStyle(type: string | undefined): ListStyle | undefined {
  return type !== undefined && Object.hasOwn(listStyles, type) ? listStyles[type] : undefined
}

/**
 * Adds what a list of containers lacks to be a place in a tree: items inside lists, lists around items.
 * `['bullet-list', 'quote']` becomes bullet-list, item, quote; `['item']` becomes bullet-list, item.
 */
export function completePath(within: readonly string[]): PathStep[] {
  const path: PathStep[] = []
  for (const [source, type] of within.entries()) {
    const parent = path.at(-1)?.type
    const steps: PathStep[] = []
    if (listStyle(parent) && type !== 'item') steps.push({ type: 'item', source: undefined })
    if (type === 'item' && !listStyle(parent)) steps.push({ type: 'bullet-list', source: undefined })
    steps.push({ type, source })
    const room = MAX_DEPTH - (listStyle(type) ? 1 : 0)
    if (path.length + steps.length > room) break
    path.push(...steps)
  }
  if (listStyle(path.at(-1)?.type)) path.push({ type: 'item', source: undefined })
  return path
}

/** How many leading steps the first `shared` containers of a marker cover once completed. */
export function completedShare(path: readonly PathStep[], shared: number): number {
  const next = path.findIndex((step) => step.source !== undefined && step.source >= shared)
  let covered = next < 0 ? path.length : next
  while (covered > 0 && path[covered - 1]?.source === undefined) covered--
  return covered
}
