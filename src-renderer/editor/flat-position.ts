import type { Node } from '@tiptap/pm/model'

/*
 * Places of the stored text and positions of the editor's document.
 * Stored: one place for each block's marker, one for each UTF-16 unit, one for a hard break. Containers take none.
 *
 *   document  <ul> <li> <p> a b </p> </li> <li> <p> c ...        stored  [p] a b [p] c
 *   position  0    1    2   3 4 5    6     7    8   9                    0   1 2 3   4
 */

const sizes = new WeakMap<Node, number>()

/** Places that a block and all it holds take in the stored text. */
export function storedSize(node: Node): number {
  if (node.isTextblock) return 1 + node.content.size
  if (node.isLeaf) return 1
  const known = sizes.get(node)
  if (known !== undefined) return known
  const size = node.children.reduce((sum, child) => sum + storedSize(child), 0)
  sizes.set(node, size)
  return size
}

/** The place of a position; between two blocks, that of the marker to come. */
export function placeOfPosition(container: Node, position: number): number {
  let place = 0
  let at = 0
  for (const child of container.children) {
    if (position <= at) return place
    if (position < at + child.nodeSize) {
      const inside = position - at - 1
      return place + (child.isTextblock ? 1 + inside : placeOfPosition(child, inside))
    }
    place += storedSize(child)
    at += child.nodeSize
  }
  return place
}

/** The position just after the marker or character at a place; before a block that holds no text. */
export function positionAfterPlace(container: Node, place: number): number {
  let from = 0
  let at = 0
  for (const child of container.children) {
    const size = storedSize(child)
    if (place < from + size) {
      if (child.isTextblock) return at + 1 + place - from
      return child.isLeaf ? at : at + 1 + positionAfterPlace(child, place - from)
    }
    from += size
    at += child.nodeSize
  }
  return at
}
