import { listTypes } from './container-path.ts'
import { type Marker, pushRun, type Run, type Segment } from './segments.ts'
import { type Attributes, type Block, emptyParagraph, type JsonValue, type Leaf, MAX_DEPTH, type Tree } from './tree.ts'

/** A container on the way to the block being written; `written` once a marker has opened it. */
interface Step {
  readonly type: string
  readonly attributes: Attributes
  written: boolean
}

/** The flat form of a tree. A text without blocks is stored as one empty paragraph, so that two people start with the same marker. */
export function treeToSegments(tree: Tree): Segment[] {
  const segments: Segment[] = []
  for (const block of tree.length > 0 ? tree : [emptyParagraph]) writeBlock(block, [], segments)
  return segments
}

function writeBlock(block: Block, path: readonly Step[], into: Segment[]): void {
  switch (block.kind) {
    case 'quote':
      writeInside('quote', block.extra ?? {}, block.blocks, path, into)
      break
    case 'unknown-container':
      writeInside(block.type, block.extra ?? {}, block.blocks, path, into)
      break
    case 'list':
      writeList(block, path, into)
      break
    default:
      writeLeaf(block, path, into)
  }
}

function writeList(list: Extract<Block, { kind: 'list' }>, path: readonly Step[], into: Segment[]): void {
  const start: Attributes = list.style === 'ordered' && list.start !== 1 ? { start: list.start } : {}
  const around = step(listTypes[list.style], { ...list.extra, ...start })
  for (const item of list.items) {
    const checked: Attributes = list.style === 'check' && item.checked ? { checked: true } : {}
    const inside = path.length + 2 <= MAX_DEPTH ? [...path, around, step('item', { ...item.extra, ...checked })] : path
    for (const child of item.blocks.length > 0 ? item.blocks : [emptyParagraph]) writeBlock(child, inside, into)
  }
}

function writeInside(
  type: string,
  attributes: Attributes,
  blocks: readonly Block[],
  path: readonly Step[],
  into: Segment[],
): void {
  const deeper = path.length < MAX_DEPTH ? [...path, step(type, attributes)] : path
  for (const child of blocks) writeBlock(child, deeper, into)
}

function step(type: string, attributes: Attributes): Step {
  return { type, attributes, written: false }
}

function writeLeaf(block: Leaf, path: readonly Step[], into: Segment[]): void {
  const marker: Record<string, JsonValue> = { ...block.extra, ...leafAttributes(block) }
  if (path.length > 0) marker.within = path.map((container) => container.type).join('/')
  const shared = path.filter((container) => container.written).length
  if (shared > 0) marker.shared = shared
  path.forEach((container, index) => {
    if (container.written) return
    container.written = true
    for (const [name, value] of Object.entries(container.attributes))
      marker[`${path.length - 1 - index}.${name}`] = value
  })
  into.push(segment(marker, block))
}

function leafAttributes(block: Leaf): Attributes {
  switch (block.kind) {
    case 'heading':
      return { type: 'heading', level: block.level }
    case 'code':
      return block.language === '' ? { type: 'code' } : { type: 'code', language: block.language }
    case 'image':
      return { type: 'image', hash: block.hash, alt: block.alt }
    case 'unknown':
      return { type: block.type }
    case 'paragraph':
    case 'rule':
      return { type: block.kind }
  }
}

function segment(marker: Marker, block: Leaf): Segment {
  if (block.kind === 'code') {
    return { marker, text: block.text, runs: block.text === '' ? [] : [{ length: block.text.length, marks: {} }] }
  }
  if (block.kind === 'image' || block.kind === 'rule') return { marker, text: '', runs: [] }
  let text = ''
  const runs: Run[] = []
  for (const inline of block.content) {
    const piece = inline.kind === 'text' ? inline.text : '\n'
    text += piece
    pushRun(runs, { length: piece.length, marks: inline.marks })
  }
  return { marker, text, runs }
}
