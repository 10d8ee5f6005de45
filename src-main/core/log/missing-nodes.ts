import { iterator } from 'flat-tree'
import { MerkleTree, type TreeState } from 'hypercore/lib/merkle-tree.js'

/**
 * Hypercore asks for a block together with the nodes of its tree that are missing here, and looks for those one after
 * the other, each in the database: eight times at every block of a first meeting, a third of all that it takes. This
 * looks once, and mostly not at all.
 */
export function lookForMissingNodesAtOnce(): void {
  MerkleTree.missingNodes = missingNodes
}

/** A node of each tree that was found to be held. None is ever given up: a log cannot be cut. */
const found = new WeakMap<TreeState, number>()

/**
 * Levels between a node, numbered as flat-tree numbers them, and the first above it that is held, in a tree of `length`
 * blocks; 0 when it is held itself, or outside. Now and then there is one nearer: then a block comes with more than it
 * had to.
 */
export async function missingNodes(state: TreeState, index: number, length: number): Promise<number> {
  const ancestry = ancestryOf(index, length)
  if (ancestry.length === 0) return 0
  const isLeaf = index % 2 === 0
  const expected = isLeaf ? Math.min(levelsToHeldBlock(state, index / 2), ancestry.length - 1) : 0
  if (ancestry[expected] === found.get(state)) return expected
  // The store may have lost it, or hold one nearer than the blocks tell.
  const nearest = await nearestHeld(state, ancestry)
  const node = ancestry[nearest]
  if (node !== undefined) found.set(state, node)
  return nearest
}

/** A node and all above it up to its root. None for a node that the tree does not have. */
function ancestryOf(index: number, length: number): number[] {
  const end = 2 * length
  const node = iterator(index)
  const nodes: number[] = []
  while (lastLeaf(node) < end) {
    nodes.push(node.index)
    node.parent()
  }
  return nodes
}

function lastLeaf({ index, factor }: { index: number; factor: number }): number {
  return index + factor / 2 - 1
}

/** Where the ways of a block and of one before it that is held part, the node on its side came with the other. */
function levelsToHeldBlock({ core: { bitfield } }: TreeState, block: number): number {
  const held = bitfield.lastSet(block)
  return held === -1 ? Number.POSITIVE_INFINITY : Math.max(0, 31 - Math.clz32(held ^ block))
}

async function nearestHeld({ storage }: TreeState, nodes: number[]): Promise<number> {
  const reader = storage.read()
  const looked = Promise.all(nodes.map((node) => reader.hasTreeNode(node)))
  reader.tryFlush()
  const nearest = (await looked).indexOf(true)
  return nearest === -1 ? nodes.length : nearest
}
