import { blobHashSchema } from '../ids.ts'
import { completedShare, completePath, listStyle, type PathStep } from './container-path.ts'
import type { Marker, Segment } from './segments.ts'
import {
  type Attributes,
  appendText,
  type Block,
  emptyParagraph,
  type Inline,
  type JsonValue,
  type Leaf,
  type ListItem,
  MAX_DEPTH,
  type Tree,
} from './tree.ts'

/** A container whose end has not been reached. Its blocks (or items) are still arriving. */
interface OpenContainer {
  readonly type: string
  readonly blocks: Block[]
  readonly items: ListItem[]
}

/** Builds the tree of a flat text. Total; two devices that hold the same segments always build the same tree. */
export function segmentsToTree(segments: readonly Segment[]): Tree {
  const root: OpenContainer = { type: '', blocks: [], items: [] }
  let path: PathStep[] = []
  let open: OpenContainer[] = []
  for (const segment of segments) {
    const marker = parseMarker(segment.marker)
    const wanted = completePath(marker.within)
    const shared = Math.min(completedShare(wanted, marker.shared), commonPrefix(path, wanted))
    open = open.slice(0, shared)
    wanted.slice(shared).forEach((step) => {
      const container: OpenContainer = { type: step.type, blocks: [], items: [] }
      const attributes =
        step.source === undefined ? {} : (marker.opens.get(marker.within.length - 1 - step.source) ?? {})
      enter(open.at(-1) ?? root, container, attributes)
      open.push(container)
    })
    path = wanted
    ;(open.at(-1) ?? root).blocks.push(...leaves(marker.type, marker.attributes, segment))
  }
  return root.blocks.length > 0 ? root.blocks : [emptyParagraph]
}

function commonPrefix(left: readonly PathStep[], right: readonly PathStep[]): number {
  let index = 0
  while (index < left.length && index < right.length && left[index]?.type === right[index]?.type) index++
  return index
}

interface ParsedMarker {
  type: string
  within: readonly string[]
  shared: number
  attributes: Attributes
  /** Attributes of opened containers, by distance from the innermost. */
  opens: Map<number, Attributes>
}

function parseMarker(marker: Marker | undefined): ParsedMarker {
  if (!marker) return { type: 'paragraph', within: [], shared: 0, attributes: {}, opens: new Map() }
  const attributes: Record<string, JsonValue> = {}
  const opens = new Map<number, Record<string, JsonValue>>()
  for (const [name, value] of Object.entries(marker)) {
    const opened = /^(\d{1,3})\.(.+)$/s.exec(name)
    if (opened?.[2] === '__proto__') continue
    if (opened?.[1] && opened[2]) {
      const depth = Number(opened[1])
      opens.set(depth, { ...opens.get(depth), [opened[2]]: value })
    } else if (name !== 'type' && name !== 'within' && name !== 'shared') attributes[name] = value
  }
  const within = typeof marker.within === 'string' ? marker.within.split('/', MAX_DEPTH) : []
  const shared = typeof marker.shared === 'number' ? Math.trunc(marker.shared) : 0
  const type = typeof marker.type === 'string' && marker.type !== '' ? marker.type : 'paragraph'
  return { type, within: within.filter((name) => name !== ''), shared, attributes, opens }
}

function enter(parent: OpenContainer, child: OpenContainer, attributes: Attributes): void {
  if (child.type === 'item') {
    const check = listStyle(parent.type) === 'check'
    const checked = check && attributes.checked === true
    parent.items.push({ checked, blocks: child.blocks, ...kept(attributes, check ? ['checked'] : []) })
    return
  }
  const style = listStyle(child.type)
  if (style) {
    const given = attributes.start
    const start = style === 'ordered' && isListStart(given) ? given : 1
    const extra = kept(attributes, style === 'ordered' ? ['start'] : [])
    parent.blocks.push({ kind: 'list', style, start, items: child.items, ...extra })
  } else if (child.type === 'quote') {
    parent.blocks.push({ kind: 'quote', blocks: child.blocks, ...kept(attributes, []) })
  } else {
    parent.blocks.push({ kind: 'unknown-container', type: child.type, blocks: child.blocks, ...kept(attributes, []) })
  }
}

/** The first number of a list, as a person may have chosen it. */
export function isListStart(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000_000_000
}

/** The block of a marker, and a paragraph for text that followed a block which holds none. */
function leaves(type: string, attributes: Attributes, segment: Segment): Leaf[] {
  const hash = type === 'image' ? blobHashSchema.safeParse(attributes.hash).data : undefined
  if (type === 'rule' || hash) {
    const alt = typeof attributes.alt === 'string' ? attributes.alt : ''
    const block: Leaf = hash
      ? { kind: 'image', hash, alt, ...kept(attributes, ['hash', 'alt']) }
      : { kind: 'rule', ...kept(attributes, []) }
    return segment.text === '' ? [block] : [block, { kind: 'paragraph', content: line(segment) }]
  }
  if (type === 'code') {
    const language = typeof attributes.language === 'string' ? attributes.language : ''
    return [{ kind: 'code', language, text: segment.text, ...kept(attributes, ['language']) }]
  }
  const content = line(segment)
  if (type === 'heading') {
    return [{ kind: 'heading', level: headingLevel(attributes.level), content, ...kept(attributes, ['level']) }]
  }
  if (type === 'paragraph') return [{ kind: 'paragraph', content, ...kept(attributes, []) }]
  return [{ kind: 'unknown', type, content, ...kept(attributes, []) }]
}

export function headingLevel(value: unknown): number {
  return typeof value === 'number' ? Math.min(6, Math.max(1, Math.trunc(value))) : 1
}

function line(segment: Segment): Inline[] {
  const content: Inline[] = []
  let from = 0
  for (const run of segment.runs) {
    appendText(content, segment.text.slice(from, from + run.length), run.marks)
    from += run.length
  }
  return content
}

function kept(attributes: Attributes, understood: readonly string[]): { extra?: Attributes } {
  const rest = Object.entries(attributes).filter(([name]) => !understood.includes(name))
  return rest.length > 0 ? { extra: Object.fromEntries(rest) } : {}
}
