import type { Node } from '@tiptap/pm/model'
import type { Segment } from '../../src-shared/text/segments.ts'
import { segmentsToTree } from '../../src-shared/text/segments-to-tree.ts'
import { treeToSegments } from '../../src-shared/text/tree-to-segments.ts'
import { treeToDocument } from './blocks-to-nodes.ts'
import { nodeToBlock } from './nodes-to-blocks.ts'

/** Nodes never change: a keystroke costs the block it is in. */
const known = new WeakMap<Node, readonly Segment[]>()

/** How a block at the top of the page is stored. It does not depend on its neighbours. */
export function nodeSegments(node: Node): readonly Segment[] {
  const cached = known.get(node)
  if (cached) return cached
  const segments = treeToSegments([nodeToBlock(node)])
  known.set(node, segments)
  return segments
}

export function documentSegments(document: Node): Segment[] {
  return document.children.flatMap((node) => nodeSegments(node))
}

/** Whether a block reads back as itself. Not so when it holds what storage spells otherwise: a line feed typed as a letter, half an emoji. */
export function readsBack(node: Node): boolean {
  const schema = node.type.schema
  const rebuilt = treeToDocument(schema, segmentsToTree(nodeSegments(node)))
  return rebuilt.childCount === 1 && rebuilt.child(0).eq(node) && !holdsHalfCharacter(node)
}

/** Half a surrogate pair: cut by a deletion, or by a mark that ends inside an emoji. */
function holdsHalfCharacter(node: Node): boolean {
  return node.isText ? /\p{Cs}/u.test(node.text ?? '') : node.children.some(holdsHalfCharacter)
}
